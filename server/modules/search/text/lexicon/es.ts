import type { Lexicon } from './lexicon.ts'

export const es: Lexicon = {
  frequent: `el la los las lo un una unos unas de del en por para con sin hasta desde sobre entre y o u pero que si cuando donde como cual cuales quien quienes porque yo me mi
    mis mio mia nos nosotros nuestro nuestra usted ustedes tu tus te le les su sus se ella ellos ellas eso esto ese esa este esta estos estas aquel aqui alli ahi no ya aun todavia
    tambien solo muy mucho mucha muchos mas menos bien mal es son era fue fueron ser estar estoy esta estan estaba estamos he ha han hemos habia hay haber tengo tiene tienen tenia
    hice hizo hacer hace hago haciendo puedo puede pueden podemos podria podrian quiero quisiera queria necesito necesita necesitamos voy va van vamos vino venir recibi recibir
    llego llega llegar llegaron compre compra pague pagar gracias hola buenos buenas dias tardes noches favor hoy ayer manana ahora despues antes siempre nunca nada todo toda
    todos todas cada otro otra alguien nadie algun alguna ningun ninguna mismo misma pues entonces semana semanas mes meses hora horas vez veces dio dar dijo dijeron decir hablar
    hable pedi pedido entrega reembolso dinero cuenta tarjeta contrasena direccion factura valor cobro cambio producto caja atencion al`,
  samples: `paquete seguimiento actualizacion retraso retrasado roto rota danado estropeado equivocado equivocada talla vestido camiseta zapatos devolver devolvi devolucion
    cancelacion cancelar cancelen suscripcion cuota renovacion anual garantia reparacion tecnico visita instalacion nevera refrigerador licuadora tetera lavadora celular movil
    aplicacion funciona funcionando codigo verificacion iniciar sesion bloqueada pago duplicado cobraron cargo empresa bodega cotizacion presupuesto
    queja reclamo quejarme absurdo inaceptable decepcionado decepcionada paciencia cansado cansada respeto respuesta responde responden esperando espero resolver resuelto
    resolvieron felicitar felicidades amable excelente pesimo sugerencia mejorar mejora podrian tienda repartidor reja vecino departamento piso calle mude mudanza
    cambiar corregir enviar enviaron mandaron mandar envie adjunto fotos regalo cumpleanos hijo hija madre abuela familia existencias disponible descuento cupon promocion internet
    servicio edificio barrio telefono llamar llame llamaron conversacion informacion situacion urgente rapido agradezco agradeceria ojala muchisimas buenisimo quedo quede`,
}

import type { DemoCustomer } from '../demo.ts'
import { byChat, byMail, chat, conversation, customer, mail, mailBack, note, picture, promise, resolved, textFile } from '../write.ts'

export const customersInSpanish: DemoCustomer[] = [
  customer({
    key: 'sofia-hernandez',
    name: 'Sofía Hernández',
    email: 'sofia.hernandez@example.com',
    phone: '+52 55 0000 0701',
    city: 'Ciudad de México',
    language: 'es',
    conversations: [
      conversation(
        {
          key: 'sofia-retraso',
          matter: 'late',
          subject: 'Mi pedido no llega',
          team: 'delivery',
          assignee: 'joao',
          priority: 'high',
          tags: ['late'],
          isUnread: true,
        },
        mail(
          '-2d6h',
          'Buenas tardes:\n\nMi pedido LT-10429 debía llegar el lunes y el seguimiento no se mueve. ¿Me pueden decir dónde está?\n\nSofía',
        ),
        byMail(
          'joao',
          '-2d2h',
          'Hola, Sofía:\n\nLamento la espera. El paquete está en el centro de Puebla y sale hoy. Mañana antes de las 18 h te confirmo la entrega.\n\nJoão',
        ),
        promise('joao', '-2d2h', 'Confirmar la entrega de LT-10429 antes de las 18 h', '-1d', 'late'),
        chat('-55m', 'Hola, ayer nadie me confirmó nada y el paquete sigue sin llegar. ¿Qué pasó?'),
        chat('-53m', 'Es un regalo para mañana, necesito saberlo hoy.'),
      ),
    ],
  }),
  customer({
    key: 'diego-morales',
    name: 'Diego Morales',
    email: 'diego@taller-morales.test',
    phone: '+52 33 0000 0702',
    city: 'Guadalajara',
    language: 'es',
    company: 'Taller Morales',
    tags: ['business'],
    conversations: [
      conversation(
        {
          key: 'diego-factura',
          matter: 'invoice',
          subject: 'Factura con RFC',
          status: 'waiting',
          team: 'support',
          assignee: 'lucia',
          tags: ['invoice'],
        },
        mail('-3d', 'Buen día, necesito la factura del pedido LT-10380 a nombre del taller. Adjunto la constancia.\n\nDiego', {
          attachments: [textFile('constancia.txt', 'Taller Morales\nRFC XAXX010101000\nGuadalajara, Jalisco\n')],
        }),
        byMail(
          'lucia',
          '-2d21h',
          'Buen día, Diego:\n\nYa quedó con el RFC del taller y va en un correo aparte. ¿Me confirmas que el domicilio fiscal es correcto?\n\nLucía',
        ),
      ),
      conversation(
        { key: 'diego-garantia', matter: 'warranty', status: 'resolved', team: 'support', assignee: 'lucia', tags: ['warranty'] },
        chat('-36d', 'El taladro que compré en mayo dejó de cargar, ¿entra en la garantía?'),
        byChat('lucia', '-35d23h', 'Sí, tiene dos años. Te mando una guía para enviarlo sin costo y en cinco días lo tienes de vuelta.'),
        chat('-29d', 'Ya llegó reparado y funciona perfecto, muchas gracias.'),
        resolved('lucia', '-28d23h'),
      ),
    ],
  }),
  customer({
    key: 'valentina-rojas',
    name: 'Valentina Rojas',
    email: 'valentina.rojas@example.org',
    phone: '+52 81 0000 0703',
    city: 'Monterrey',
    language: 'es',
    tags: ['broadband'],
    conversations: [
      conversation(
        {
          key: 'valentina-queja',
          matter: 'complaint',
          subject: 'Queja por el trato recibido',
          team: 'support',
          assignee: 'lucia',
          priority: 'urgent',
          tags: ['complaint'],
          isUnread: true,
        },
        mail(
          '-7h',
          'Quiero quejarme del repartidor de ayer. Le gritó a mi mamá, que tiene setenta y cuatro años, y dejó la caja tirada en la calle. Es inaceptable.\n\nValentina Rojas',
        ),
        note(
          'lucia',
          '-6h30m',
          '@asha ya hablé con la transportadora, mandan el video hoy. Le llamo yo misma y le ofrezco la disculpa por escrito.',
          'asha',
        ),
        byMail(
          'lucia',
          '-6h',
          'Valentina:\n\nTiene toda la razón y me da mucha pena lo que vivió su mamá. Es nuestra responsabilidad, aunque el repartidor sea de otra empresa. Hoy reviso el video y le llamo antes de las siete.\n\nLucía',
        ),
        promise('lucia', '-6h', 'Llamar a Valentina antes de las siete con lo que muestre el video', '+3h', 'open'),
        mailBack('-4h10m', 'Gracias por responder rápido. Espero la llamada, y mi mamá también espera una disculpa.'),
      ),
    ],
  }),
  customer({
    key: 'andres-vargas',
    name: 'Andrés Vargas',
    email: 'andres.vargas@example.com',
    phone: '+34 000 000 704',
    city: 'Madrid',
    language: 'es',
    conversations: [
      conversation(
        { key: 'andres-rota', matter: 'damaged', team: 'delivery', assignee: null, tags: ['damaged'], isUnread: true },
        chat('-21m', 'Buenas, la lámpara que me acaba de llegar tiene la pantalla rota. Os mando una foto.', {
          attachments: [picture('lampara.png', '#a23b3b')],
        }),
        chat('-19m', 'El pedido es el LT-10458. ¿La cambiáis o me devolvéis el dinero?'),
      ),
      conversation(
        {
          key: 'andres-cuenta',
          matter: 'login',
          subject: 'No puedo entrar en mi cuenta',
          status: 'resolved',
          team: 'support',
          assignee: 'joao',
          tags: ['login'],
        },
        mail('-15d', 'Cada vez que intento cambiar la contraseña me dice que el enlace ha caducado.'),
        byMail(
          'joao',
          '-14d21h',
          'Hola, Andrés:\n\nEl reloj de tu móvil va una hora atrasado y por eso el enlace llega caducado. Ponlo en automático y prueba de nuevo.\n\nJoão',
        ),
        mailBack('-14d19h', 'Era eso, qué cosa más tonta. Mil gracias.'),
        resolved('joao', '-14d18h'),
      ),
    ],
  }),
]

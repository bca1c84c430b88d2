import type { Mails } from './mail.ts'

export const es: Mails = {
  invitation: {
    subject: (workspace) => `Únete a ${workspace} en Samvad`,
    body: ({ workspace, link }) => `Hola:

Te han invitado a atender a los clientes junto con el equipo de ${workspace}. Abre este enlace y elige tu nombre y una contraseña:

${link}

El enlace funciona una sola vez, durante 24 horas. Si no esperabas este correo, puedes ignorarlo.
`,
  },
  password_reset: {
    subject: (workspace) => `Tu nueva contraseña en ${workspace}`,
    body: ({ workspace, link }) => `Hola:

Alguien, probablemente tú, ha pedido una nueva contraseña en ${workspace}. Abre este enlace para elegirla:

${link}

El enlace funciona una sola vez, durante una hora. Al cambiarla se cerrará la sesión en todos los navegadores. Si no la pediste tú, ignora este correo: tu contraseña seguirá siendo la misma.
`,
  },
}

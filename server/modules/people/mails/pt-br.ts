import type { Mails } from './mail.ts'

export const ptBR: Mails = {
  invitation: {
    subject: (workspace) => `Junte-se a ${workspace} no Samvad`,
    body: ({ workspace, link }) => `Olá!

Você foi convidado para atender clientes junto com a equipe de ${workspace}. Abra este link e escolha seu nome e uma senha:

${link}

O link funciona uma única vez, por 24 horas. Se você não esperava este e-mail, pode ignorá-lo.
`,
  },
  password_reset: {
    subject: (workspace) => `Sua nova senha em ${workspace}`,
    body: ({ workspace, link }) => `Olá!

Alguém, provavelmente você, pediu uma nova senha em ${workspace}. Abra este link para escolhê-la:

${link}

O link funciona uma única vez, por uma hora. Depois da troca, todos os navegadores conectados serão desconectados. Se não foi você que pediu, ignore este e-mail: sua senha continua a mesma.
`,
  },
}

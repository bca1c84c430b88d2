import type { Mails } from './mail.ts'

export const en: Mails = {
  invitation: {
    subject: (workspace) => `Join ${workspace} on Samvad`,
    body: ({ workspace, link }) => `Hello,

you have been invited to answer customers together with the team of ${workspace}. Follow this link, then choose your name and a password:

${link}

The link works once, for 24 hours. If you did not expect this mail, you can ignore it.
`,
  },
  password_reset: {
    subject: (workspace) => `Your new password for ${workspace}`,
    body: ({ workspace, link }) => `Hello,

somebody, most likely you, asked for a new password at ${workspace}. Follow this link to choose one:

${link}

The link works once, for one hour. Once you have chosen, every browser that is signed in will be signed out. If you did not ask for this, ignore this mail: your password stays as it is.
`,
  },
}

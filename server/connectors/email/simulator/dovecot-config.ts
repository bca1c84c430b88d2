export interface DovecotAccount {
  uid: number
  gid: number
  user: string
  group: string
}

export interface DovecotConfigParts {
  dir: string
  account: DovecotAccount
  port: number
  tlsPort: number
  oauth: boolean
  tls: boolean
}

/** One config file for an unprivileged server. SOURCE: doc.dovecot.org/2.3/configuration_manual/howto/rootless. */
export function dovecotConfig({ dir, account, port, tlsPort, oauth, tls }: DovecotConfigParts): string {
  return `
protocols = imap
listen = 127.0.0.1
base_dir = ${dir}/run
state_dir = ${dir}/state
log_path = ${dir}/dovecot.log
auth_failure_delay = 0
auth_cache_size = 0
default_internal_user = ${account.user}
default_internal_group = ${account.group}
default_login_user = ${account.user}
disable_plaintext_auth = no
mail_location = maildir:~/Maildir
mail_fsync = never
first_valid_uid = 1
mail_max_userip_connections = 50
namespace inbox {
  inbox = yes
  separator = /
  mailbox Spam {
    auto = create
    special_use = \\Junk
  }
}
service imap-login {
  chroot =
  inet_listener imap {
    port = ${port}
  }
  inet_listener imaps {
    port = ${tlsPort}
  }
}
service anvil {
  chroot =
  unix_listener anvil-auth-penalty {
    mode = 0
  }
}
${tls ? `ssl = yes\nssl_cert = <${dir}/tls.pem\nssl_key = <${dir}/tls.pem` : 'ssl = no'}
${oauth ? oauthSignIn(dir) : passwordSignIn(dir)}
userdb {
  driver = static
  args = uid=${account.uid} gid=${account.gid} home=${dir}/mail/%u
}
`
}

const passwordSignIn = (dir: string) => `
auth_mechanisms = plain login
passdb {
  driver = passwd-file
  args = username_format=%u ${dir}/users
}`

/** As at Microsoft: no password is accepted, XOAUTH2 is the only mechanism. */
const oauthSignIn = (dir: string) => `
auth_mechanisms = xoauth2
passdb {
  driver = oauth2
  mechanisms = xoauth2
  args = ${dir}/oauth2.conf
}`

/** Every sign-in is checked at the simulated provider, so that a revoked token fails at once. */
export const oauthConfig = (introspectionUrl: string) => `
introspection_url = ${introspectionUrl}
introspection_mode = post
username_attribute = email
active_attribute = active
active_value = true
force_introspection = yes
`

/** Names that DNS servers and hosts files of random labs may know. */
export const NAMES = ['web.example', 'db.example', 'mail.example', 'nobody.example'];

/** What `openssl req` says before it asks for the parts of a name. */
export const PROMPT_INTRODUCTION = `You are about to be asked to enter information that will be incorporated
into your certificate request.
What you are about to enter is what is called a Distinguished Name or a DN.
There are quite a few fields but you can leave some blank
For some fields there will be a default value,
If you enter '.', the field will be left blank.
-----
`;

/** The parts of a name that it asks for, as /etc/ssl/openssl.cnf of Debian lists them. */
export const DISTINGUISHED_NAME = [
  { type: 'C', prompt: 'Country Name (2 letter code)', preset: 'AU' },
  { type: 'ST', prompt: 'State or Province Name (full name)', preset: 'Some-State' },
  { type: 'L', prompt: 'Locality Name (eg, city)', preset: '' },
  { type: 'O', prompt: 'Organization Name (eg, company)', preset: 'Internet Widgits Pty Ltd' },
  { type: 'OU', prompt: 'Organizational Unit Name (eg, section)', preset: '' },
  { type: 'CN', prompt: 'Common Name (e.g. server FQDN or YOUR name)', preset: '' },
  { type: 'emailAddress', prompt: 'Email Address', preset: '' },
] as const;

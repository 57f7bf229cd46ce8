// SMTP with STARTTLS and over TLS from the start: nodemailer and smtp-server, both ours.
'use strict';
const { check, listen, read, serverFiles } = require('./_peer');
const nodemailer = require('nodemailer');
const { SMTPServer } = require('smtp-server');

async function send(secure, options) {
  let received = '';
  const server = new SMTPServer({
    ...serverFiles(), secure, authOptional: true, logger: false,
    onAuth: ({ username, password }, session, done) => done(password === 'secret' ? null : new Error('wrong'), { user: username }),
    onData: (stream, session, done) => {
      stream.setEncoding('latin1').on('data', (data) => { received += data; });
      stream.on('end', () => done(null, `queued ${session.secure} ${session.tlsOptions !== false}`));
    },
  });
  server.on('error', () => {});
  const port = await listen(server.server);
  const transport = nodemailer.createTransport({ host: 'localhost', port, secure, requireTLS: true, tls: { ca: read('ca.pem') },
    auth: { user: 'u', pass: 'secret' }, ...options });
  try {
    const { accepted, response } = await transport.sendMail({ from: 'a@example.test', to: 'b@example.test', subject: 'Gr\u00fc\u00dfe', text: 'text\n.\nend',
      attachments: [{ filename: 'x.bin', content: Buffer.alloc(200_000, 1) }] });
    return [accepted, response, received.includes('Content-Type: multipart/mixed'), received.length > 260_000];
  } finally {
    transport.close();
    await new Promise((resolve) => server.close(resolve));
  }
}

check({
  'STARTTLS': () => send(false),
  'TLS': () => send(true),
  'an unknown authority': () => send(false, { tls: {} }).catch((error) => `${error.code} ${error.command}`),
  'a wrong password': () => send(true, { auth: { user: 'u', pass: 'x' } }).catch((error) => `${error.code} ${error.responseCode}`),
});

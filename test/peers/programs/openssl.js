// The openssl command as client and as server.
'use strict';
const assert = require('node:assert');
const net = require('node:net');
const tls = require('node:tls');
const { once } = require('node:events');
const { check, clientFiles, endPeer, file, freePort, listen, run, serverFiles, startPeer } = require('./_peer');

const answers = (socket) => {
  socket.on('error', () => {});
  socket.once('data', (data) => socket.end(`${socket.getProtocol()} ${socket.alpnProtocol} ${socket.authorized} ${data}`));
};

async function asServer(options, args, input = 'hello\n') {
  const server = tls.createServer({ ...serverFiles(), ...options }, answers);
  server.on('tlsClientError', () => {});
  const port = await listen(server);
  const { stdout, stderr } = await run('openssl', ['s_client', '-connect', `127.0.0.1:${port}`, '-CAfile', file('ca.pem'), '-servername', 'localhost',
    '-ign_eof', ...args], input);
  server.close();
  const answer = stdout.match(/^(?:TLSv\S+ .*)$/m)?.[0];
  const verified = stdout.match(/Verify return code: (.*)/)?.[1];
  const cipher = stdout.match(/Cipher is (\S+)/)?.[1];
  const alert = stderr.match(/alert [a-z ]+/)?.[0];
  return { answer, verified, cipher, alert };
}

async function asClient(options, args) {
  const port = await freePort();
  const server = await startPeer('openssl', ['s_server', '-accept', `127.0.0.1:${port}`, '-key', file('server.key'), '-cert', file('server.pem'),
    '-CAfile', file('ca.pem'), '-www', ...args], port);
  try {
    const socket = tls.connect({ port, host: '127.0.0.1', servername: 'localhost', ...clientFiles(), ...options });
    await once(socket, 'secureConnect');
    const peer = socket.getPeerCertificate().subject.CN;
    const seen = { protocol: socket.getProtocol(), cipher: socket.getCipher().name, authorized: socket.authorized, alpn: socket.alpnProtocol, peer };
    let text = '';
    socket.setEncoding('latin1').on('data', (data) => { text += data; }).on('error', () => {});
    socket.write('GET / HTTP/1.0\r\n\r\n');
    await once(socket, 'close');
    assert.match(text, /^HTTP\/1\.0 200 ok/);
    return seen;
  } finally {
    await endPeer(server, 'SIGKILL');
  }
}

async function startTls() {
  // SMTP by hand: openssl speaks it in the clear first, and then the socket that is open already becomes TLS.
  const server = net.createServer((socket) => {
    socket.write('220 mail ESMTP\r\n');
    socket.on('data', function plain(data) {
      if (String(data).startsWith('EHLO')) return socket.write('250-mail\r\n250 STARTTLS\r\n');
      socket.removeListener('data', plain);
      socket.write('220 go ahead\r\n');
      answers(new tls.TLSSocket(socket, { isServer: true, ...serverFiles() }));
    });
  });
  const port = await listen(server);
  const { stdout } = await run('openssl', ['s_client', '-starttls', 'smtp', '-connect', `127.0.0.1:${port}`, '-CAfile', file('ca.pem'), '-ign_eof'], 'hello\n');
  server.close();
  return stdout.match(/^TLSv.*$/m)[0];
}

check({
  'server, TLS 1.3': () => asServer({}, ['-tls1_3']),
  'server, TLS 1.2': () => asServer({}, ['-tls1_2']),
  'server, one cipher': () => asServer({ ciphers: 'ECDHE-RSA-AES256-GCM-SHA384', maxVersion: 'TLSv1.2' }, []),
  'server, ALPN': () => asServer({ ALPNProtocols: ['h2', 'echo'] }, ['-alpn', 'nothing,echo']),
  'server, no common ALPN': () => asServer({ ALPNProtocols: ['h2'] }, ['-alpn', 'echo']),
  'server, client certificate': () => asServer({ requestCert: true }, ['-cert', file('client.pem'), '-key', file('client.key')]),
  'server, client certificate missing': () => asServer({ requestCert: true, rejectUnauthorized: true }, ['-tls1_2']),
  'server, version too old': () => asServer({ minVersion: 'TLSv1.3' }, ['-tls1_2']),
  'server, 1 MiB': async () => {
    const size = 1 << 20;
    const server = tls.createServer(serverFiles(), (socket) => socket.on('error', () => {}).end(Buffer.alloc(size, 'x')));
    const port = await listen(server);
    const { stdout } = await run('openssl', ['s_client', '-quiet', '-connect', `127.0.0.1:${port}`, '-CAfile', file('ca.pem')], '');
    server.close();
    return stdout.match(/x*$/)[0].length === size;
  },
  'client, TLS 1.3': () => asClient({}, ['-tls1_3']),
  'client, TLS 1.2': () => asClient({}, ['-tls1_2']),
  'client, ALPN': () => asClient({ ALPNProtocols: ['b', 'a'] }, ['-alpn', 'a']),
  'client, certificate wanted': () => asClient({}, ['-Verify', '1']),
  'client, X448 group': () => asClient({ ecdhCurve: 'X448' }, ['-groups', 'X448:X25519']),
  'STARTTLS': startTls,
});

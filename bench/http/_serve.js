'use strict';
// What the servers share: they print their port, and end on request.

/** @param {import('node:net').Server} server */
exports.serve = (server) => {
  server.keepAliveTimeout = 600_000; // connections stay as long as the load wants them
  server.listen(0, '127.0.0.1', 4096, () => console.log(server.address().port));
  process.on('SIGTERM', () => process.exit(0));
};

/** A key and a certificate, ECDSA on P-256, as options of a server with TLS. */
exports.identity = () => {
  const { readFileSync } = require('node:fs');
  const read = (name) => readFileSync(`${__dirname}/../../modules/tls/test/fixtures/${name}.pem`);
  return { key: read('server-key'), cert: read('server') };
};

/** A package that deps/install bench has fetched. */
exports.fetched = (name) => require(`${process.env.BENCH_PACKAGES}/${name}`);

'use strict';
// What the handshake of a server asks of the program in its middle, and waits for: which session an id stands for, which
// certificate belongs to a name, and what OCSP says of that.
const { ERR_MULTIPLE_CALLBACK } = require('errors');
const { isContext } = require('tls/secure_context');

/**
 * The callback for an answer. A second answer and an error end the connection; what comes when the handshake is no longer
 * there to use it is dropped.
 */
function answerFor(socket, ssl, use) {
  let isAnswered = false;
  return (error, answer) => {
    if (isAnswered) {
      socket.destroy(new ERR_MULTIPLE_CALLBACK());
      return;
    }
    isAnswered = true;
    if (error) socket.destroy(error);
    else if (socket.ssl === ssl && !socket.destroyed) use(answer);
  };
}

/** 'resumeSession': the session of that id, as 'newSession' gave it. */
function askForSession(socket, ssl, id) {
  socket.server.emit('resumeSession', id, answerFor(socket, ssl, (session) => ssl.resume(session ?? undefined)));
}

/** SNICallback: the context for the name that the client asks for; `servername` is '' where it asks for none. */
function askForCertificate(socket, ssl, servername, wantsOcsp) {
  socket.servername = servername === '' ? false : servername;
  const use = (context) => {
    if (context && !isContext(context)) socket.destroy(new Error('Invalid SNI context'));
    else askForOcsp(socket, ssl, context, wantsOcsp);
  };
  if (servername === '' || !socket._SNICallback) use(undefined);
  else socket._SNICallback(servername, answerFor(socket, ssl, use));
}

/** 'OCSPRequest': what the authority says of the certificate of `context`, or of the server's own. */
function askForOcsp(socket, ssl, context, wantsOcsp) {
  const { server } = socket;
  const chosen = context?.context ?? socket._tlsOptions.secureContext?.context;
  if (!wantsOcsp || !server || server.listenerCount('OCSPRequest') === 0 || !chosen) {
    ssl.goOn(context?.context ?? null);
    return;
  }
  server.emit('OCSPRequest', chosen.getCertificate(), chosen.getIssuer(), answerFor(socket, ssl, (response) => {
    if (response) ssl.setOCSPResponse(response);
    ssl.goOn(context?.context ?? null);
  }));
}

module.exports = { askForCertificate, askForSession };

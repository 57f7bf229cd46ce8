// What JavaScript has of the native half of TLS.
#include "tls/names.h"
#include "tls/secure_context.h"
#include "tls/tls_stream.h"

EDDY_MODULE(tls) {
  using eddy::tls::SecureContext;
  using eddy::tls::TlsStream;
  Class<SecureContext>("SecureContext")
      .Constructor<SecureContext::Role, int32_t, int32_t>()
      .Method<&SecureContext::UseCertificate>("useCertificate")
      .Method<&SecureContext::UseKey>("useKey")
      .Method<&SecureContext::UsePfx>("usePfx")
      .Method<&SecureContext::AddAuthorities>("addAuthorities")
      .Method<&SecureContext::AddRevocationList>("addRevocationList")
      .Method<&SecureContext::UseDefaultAuthorities>("useDefaultAuthorities")
      .Method<&SecureContext::AllowPartialChains>("setAllowPartialTrustChain")
      .Method<&SecureContext::SetCiphers>("setCiphers")
      .Method<&SecureContext::SetCipherSuites>("setCipherSuites")
      .Method<&SecureContext::SetSignatureAlgorithms>("setSigalgs")
      .Method<&SecureContext::SetGroups>("setECDHCurve")
      .Method<&SecureContext::SetDhParameters>("setDhParameters")
      .Method<&SecureContext::SetSessionIdContext>("setSessionIdContext")
      .Method<&SecureContext::SetMinVersion>("setMinProto")
      .Method<&SecureContext::SetMaxVersion>("setMaxProto")
      .Method<&SecureContext::MinVersion>("getMinProto")
      .Method<&SecureContext::MaxVersion>("getMaxProto")
      .Method<&SecureContext::SetOptions>("setOptions")
      .Method<&SecureContext::SetSessionTimeout>("setSessionTimeout")
      .Method<&SecureContext::TicketKeys>("getTicketKeys")
      .Method<&SecureContext::SetTicketKeys>("setTicketKeys")
      .Method<&SecureContext::CertificateDer>("getCertificate")
      .Method<&SecureContext::IssuerDer>("getIssuer");
  Class<TlsStream>("TLSWrap")
      .Constructor<eddy::Runtime&, SecureContext*, bool>()
      .Method<&TlsStream::SetTransport>("setTransport")
      .Method<&TlsStream::OnRecords>("onRecords")
      .Method<&TlsStream::Receive>("receive")
      .Method<&TlsStream::ReceiveEnd>("receiveEnd")
      .Method<&TlsStream::RecordsWritten>("recordsWritten")
      .Method<&TlsStream::SetOnRead>("onRead")
      .Method<&TlsStream::ReadStart>("readStart")
      .Method<&TlsStream::ReadStop>("readStop")
      .Method<&TlsStream::UseUserBuffer>("useUserBuffer")
      .Method<&TlsStream::WriteBytes>("writeBytes")
      .Method<&TlsStream::WriteString>("writeString")
      .Method<&TlsStream::WriteMany>("writeMany")
      .Method<&TlsStream::SendEnd>("sendEnd")
      .Method<&TlsStream::Destroy>("destroySSL")
      .Method<&TlsStream::AbortWrites>("abortWrites")
      .Getter<&TlsStream::BytesRead>("bytesRead")
      .Getter<&TlsStream::BytesWritten>("bytesWritten")
      .Getter<&TlsStream::WriteQueueSize>("writeQueueSize")
      .Method<&TlsStream::CaptureContext>("captureContext")
      .Method<&TlsStream::OnEvent>("onEvent")
      .Method<&TlsStream::SetWishes>("setWishes")
      .Method<&TlsStream::Start>("start")
      .Method<&TlsStream::SetVerifyMode>("setVerifyMode")
      .Method<&TlsStream::SetServerName>("setServername")
      .Method<&TlsStream::SetAlpnProtocols>("setALPNProtocols")
      .Method<&TlsStream::OnAlpn>("onAlpn")
      .Method<&TlsStream::SetSession>("setSession")
      .Method<&TlsStream::RequestOcsp>("requestOCSP")
      .Method<&TlsStream::SetOcspResponse>("setOCSPResponse")
      .Method<&TlsStream::OnPsk>("onPsk")
      .Method<&TlsStream::SetPskHint>("setPskIdentityHint")
      .Method<&TlsStream::Resume>("resume")
      .Method<&TlsStream::GoOn>("goOn")
      .Method<&TlsStream::SessionStored>("sessionStored")
      .Method<&TlsStream::UseContext>("useContext")
      .Method<&TlsStream::Renegotiate>("renegotiate")
      .Method<&TlsStream::VerifyError>("verifyFailure")
      .Method<&TlsStream::ServerName>("getServername")
      .Method<&TlsStream::AlpnProtocol>("getALPNNegotiatedProtocol")
      .Method<&TlsStream::Protocol>("getProtocol")
      .Method<&TlsStream::Cipher>("cipher")
      .Method<&TlsStream::EphemeralKey>("ephemeralKey")
      .Method<&TlsStream::SharedSignatureAlgorithms>("getSharedSigalgs")
      .Method<&TlsStream::Session>("getSession")
      .Method<&TlsStream::Ticket>("getTLSTicket")
      .Method<&TlsStream::Finished>("finished")
      .Method<&TlsStream::PeerChain>("peerChain")
      .Method<&TlsStream::OwnCertificate>("ownCertificate")
      .Method<&TlsStream::IsSessionReused>("isSessionReused")
      .Method<&TlsStream::IsEstablished>("isEstablished")
      .Method<&TlsStream::SetMaxSendFragment>("setMaxSendFragment")
      .Method<&TlsStream::ExportKeyingMaterial>("exportKeyingMaterial")
      .Method<&TlsStream::EnableTrace>("enableTrace");
  Function<eddy::tls::CipherNames>("ciphers");
  Function<eddy::tls::VerifyCode>("verifyCode");
  using Event = TlsStream::Event;
  Constant("HANDSHAKE_START", static_cast<int>(Event::kHandshakeStart));
  Constant("HANDSHAKE_DONE", static_cast<int>(Event::kHandshakeDone));
  Constant("ERROR", static_cast<int>(Event::kError));
  Constant("END", static_cast<int>(Event::kEnd));
  Constant("CLIENT_HELLO", static_cast<int>(Event::kClientHello));
  Constant("CERTIFICATE", static_cast<int>(Event::kCertificate));
  Constant("SESSION", static_cast<int>(Event::kSession));
  Constant("KEY_LOG", static_cast<int>(Event::kKeyLog));
  Constant("OCSP_RESPONSE", static_cast<int>(Event::kOcspResponse));
  Constant("ASK_FOR_SESSION", TlsStream::kAskForSession);
  Constant("ASK_FOR_CERTIFICATE", TlsStream::kAskForCertificate);
  Constant("REPORT_SESSIONS", TlsStream::kReportSessions);
  Constant("REPORT_KEYS", TlsStream::kReportKeys);
  Constant("ANY", static_cast<int>(SecureContext::Role::kAny));
  Constant("CLIENT", static_cast<int>(SecureContext::Role::kClient));
  Constant("SERVER", static_cast<int>(SecureContext::Role::kServer));
}

// crypto.X509Certificate: what a certificate says, read when it is asked for.
'use strict';
const {Buffer} = require('buffer');
const {ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE} = require('errors');
const {isArrayBufferView} = require('types');
const {validateBoolean, validateObject, validateString} = require('validators');
const {KeyObject, PublicKeyObject, nativeHandle} = require('crypto/keys');
const native = binding('crypto_x509');

const kInspect = Symbol.for('nodejs.util.inspect.custom');
const kHandle = Symbol('kHandle');

// OpenSSL's X509_CHECK_FLAG_...
const ALWAYS_CHECK_SUBJECT = 0x1;
const NO_WILDCARDS = 0x2;
const NO_PARTIAL_WILDCARDS = 0x4;
const MULTI_LABEL_WILDCARDS = 0x8;
const SINGLE_LABEL_SUBDOMAINS = 0x10;
const NEVER_CHECK_SUBJECT = 0x20;

let handleOf;
let isX509Certificate;

class X509Certificate {
  #handle;
  #known = {__proto__: null};  // what was asked for before

  /**
   * @param {string|ArrayBufferView} buffer in PEM or DER @throws OpenSSL's errors, such as ERR_OSSL_PEM_NO_START_LINE
   */
  constructor(buffer) {
    if (buffer?.[kHandle] !== undefined) {  // from another thread, or an issuer
      this.#handle = buffer[kHandle];
      return;
    }
    if (typeof buffer === 'string') buffer = Buffer.from(buffer);
    if (!isArrayBufferView(buffer)) {
      throw new ERR_INVALID_ARG_TYPE('buffer', ['string', 'Buffer', 'TypedArray', 'DataView'], buffer);
    }
    this.#handle = native.parse(buffer);
  }

  static {
    handleOf = (certificate) => certificate.#handle;
    isX509Certificate = (value) => typeof value === 'object' && value !== null && #handle in value;
  }

  #ask(name, ...args) {
    const key = `${name} ${args}`;
    if (!(key in this.#known)) this.#known[key] = this.#handle[name](...args);
    return this.#known[key];
  }

  [kInspect](depth, options) {
    if (depth < 0) return this;
    const {inspect} = require('inspect');
    const shown = {};
    for (const name
             of ['subject',
                 'subjectAltName',
                 'issuer',
                 'infoAccess',
                 'validFrom',
                 'validTo',
                 'validFromDate',
                 'validToDate',
                 'fingerprint',
                 'fingerprint256',
                 'fingerprint512',
                 'keyUsage',
                 'serialNumber',
                 'signatureAlgorithm',
                 'signatureAlgorithmOid',
    ])
      shown[name] = this[name];
    return `X509Certificate ${inspect(shown, {...options, depth: options.depth == null ? null : options.depth - 1})}`;
  }

  /** A line for each part of the name: 'C=US\nCN=example.org'. */
  get subject() {
    return this.#ask('subject');
  }
  /** 'DNS:example.org, IP Address:127.0.0.1', names with unusual characters in quotes; undefined without any. */
  get subjectAltName() {
    return this.#ask('subjectAltName');
  }
  get issuer() {
    return this.#ask('issuer');
  }
  /** The issuer's certificate, where it came with this one. */
  get issuerCertificate() {
    return issuers.get(this);
  }
  /** A line for each place: 'OCSP - URI:http://...'. */
  get infoAccess() {
    return this.#ask('infoAccess');
  }
  get validFrom() {
    return this.#ask('validFrom');
  }
  get validTo() {
    return this.#ask('validTo');
  }
  get validFromDate() {
    return new Date(this.#ask('validFromTime'));
  }
  get validToDate() {
    return new Date(this.#ask('validToTime'));
  }
  /** SHA-1, in pairs of hexadecimal digits. */
  get fingerprint() {
    return this.#ask('fingerprint', 'sha1');
  }
  get fingerprint256() {
    return this.#ask('fingerprint', 'sha256');
  }
  get fingerprint512() {
    return this.#ask('fingerprint', 'sha512');
  }
  /** Object identifiers of the extended key usages. */
  get keyUsage() {
    return this.#ask('extendedKeyUsage');
  }
  get serialNumber() {
    return this.#ask('serialNumber');
  }
  get signatureAlgorithm() {
    return this.#ask('signatureAlgorithm');
  }
  get signatureAlgorithmOid() {
    return this.#ask('signatureAlgorithmOid');
  }
  /** DER. */
  get raw() {
    return this.#ask('raw');
  }
  get publicKey() {
    return this.#known.key ??= new PublicKeyObject(this.#handle.publicKey());
  }
  toString() {
    return this.#ask('pem');
  }
  toJSON() {
    return this.toString();
  }
  /** Whether it is a certificate authority's. */
  get ca() {
    return this.#ask('isAuthority');
  }

  /**
   * @param {string} name @param {{subject?: 'default'|'always'|'never', wildcards?: boolean, partialWildcards?:
   *     boolean,
   *   multiLabelWildcards?: boolean, singleLabelSubdomains?: boolean}} [options]
   * @returns {string|undefined} the name in the certificate that it matches
   */
  checkHost(name, options) {
    validateString(name, 'name');
    const flags = flagsOf(options);
    const found = name.includes('\0') ? null : this.#handle.checkHost(name, flags);
    if (found === null) throw invalid('Invalid name');
    return found;
  }

  /** @returns {string|undefined} the address, when it is in the certificate */
  checkEmail(email, options) {
    validateString(email, 'email');
    const flags = flagsOf(options);
    const found = email.includes('\0') ? null : this.#handle.checkEmail(email, flags);
    if (found === null) throw invalid('Invalid name');
    return found;
  }

  /** @returns {string|undefined} the address, when it is in the certificate */
  checkIP(ip, options) {
    validateString(ip, 'ip');
    flagsOf(options);
    const found = ip.includes('\0') ? null : this.#handle.checkIP(ip);
    if (found === null) throw invalid('Invalid IP');
    return found;
  }

  /** Whether `otherCert` is, by its names, this one's issuer. Signatures are verify()'s. */
  checkIssued(otherCert) {
    if (!isX509Certificate(otherCert)) throw new ERR_INVALID_ARG_TYPE('otherCert', 'X509Certificate', otherCert);
    return this.#handle.isIssuedBy(handleOf(otherCert));
  }

  /** Whether the private key is that of this certificate. */
  checkPrivateKey(pkey) {
    return this.#handle.hasPrivateKey(keyHandle(pkey, 'private'));
  }

  /** Whether the certificate was signed with the private half of `pkey`. */
  verify(pkey) {
    return this.#handle.isSignedBy(keyHandle(pkey, 'public'));
  }

  /** What tlsSocket.getPeerCertificate() gives of it. */
  toLegacyObject() {
    const [modulus, exponent, pubkey, bits, asn1Curve, nistCurve] = this.#handle.keyParts();
    return {
      subject: nameObject(this.#handle.subjectParts()),
      issuer: nameObject(this.#handle.issuerParts()),
      subjectaltname: this.subjectAltName,
      infoAccess: infoAccessObject(this.infoAccess),
      ca: this.ca,
      modulus,
      exponent,
      pubkey,
      bits,
      valid_from: this.validFrom,
      valid_to: this.validTo,
      fingerprint: this.fingerprint,
      fingerprint256: this.fingerprint256,
      fingerprint512: this.fingerprint512,
      ext_key_usage: this.keyUsage,
      serialNumber: this.serialNumber,
      raw: this.raw,
      asn1Curve,
      nistCurve,
    };
  }
}
const issuers = new WeakMap();

require('cloneable').setCloneSteps(X509Certificate, {
  kind: 'X509Certificate',
  reader: 'crypto/x509',
  is: isX509Certificate,
  serialize: (certificate) => handleOf(certificate),
});

function invalid(message) {
  return Object.assign(new Error(message), {code: 'ERR_INVALID_ARG_VALUE'});
}

function flagsOf(options) {
  if (options === undefined) return 0;
  validateObject(options, 'options');
  const {
    subject = 'default',
    wildcards = true,
    partialWildcards = true,
    multiLabelWildcards = false,
    singleLabelSubdomains = false,
  } = options;
  validateString(subject, 'options.subject');
  for (const [name, value] of Object.entries(
           {wildcards, partialWildcards, multiLabelWildcards, singleLabelSubdomains})) {
    validateBoolean(value, `options.${name}`);
  }
  let flags = 0;
  if (subject === 'always')
    flags |= ALWAYS_CHECK_SUBJECT;
  else if (subject === 'never')
    flags |= NEVER_CHECK_SUBJECT;
  else if (subject !== 'default')
    throw new ERR_INVALID_ARG_VALUE('options.subject', subject);
  if (!wildcards) flags |= NO_WILDCARDS;
  if (!partialWildcards) flags |= NO_PARTIAL_WILDCARDS;
  if (multiLabelWildcards) flags |= MULTI_LABEL_WILDCARDS;
  if (singleLabelSubdomains) flags |= SINGLE_LABEL_SUBDOMAINS;
  return flags;
}

function keyHandle(key, type) {
  if (!(key instanceof KeyObject)) throw new ERR_INVALID_ARG_TYPE('pkey', 'KeyObject', key);
  if (key.type !== type) throw new ERR_INVALID_ARG_VALUE('pkey', key);
  return nativeHandle(key);
}

// Names that come more than once have a list of values.
function nameObject(parts) {
  const object = {__proto__: null};
  for (let i = 0; i < parts.length; i += 2) add(object, parts[i], parts[i + 1]);
  return object;
}

function add(object, name, value) {
  const before = object[name];
  if (before === undefined)
    object[name] = value;
  else if (Array.isArray(before))
    before.push(value);
  else
    object[name] = [before, value];
}

function infoAccessObject(text) {
  if (text === undefined) return undefined;
  const object = {__proto__: null};
  for (const line of text.split('\n')) {
    const colon = line.indexOf(':');
    const value = line.slice(colon + 1);
    (object[line.slice(0, colon)] ??= []).push(value.startsWith('"') ? JSON.parse(value) : value);
  }
  return object;
}

/** The certificate whose native half came with a message. */
function deserialize(handle) {
  return new X509Certificate({[kHandle]: handle});
}

/** Certificates of a chain, each of which knows the next that issued it. @param {Buffer[]} ders */
function linkedChain(ders) {
  const list = ders.map((der) => new X509Certificate(der));
  for (let i = 0; i + 1 < list.length; i++) {
    if (list[i].checkIssued(list[i + 1])) issuers.set(list[i], list[i + 1]);
  }
  return list;
}

module.exports = {
  X509Certificate,
  isX509Certificate,
  linkedChain,
  deserialize
};

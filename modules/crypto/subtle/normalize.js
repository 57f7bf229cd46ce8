'use strict';
// Which algorithm knows which operation, with which parameters; and how an AlgorithmIdentifier becomes a dictionary of
// them (https://w3c.github.io/webcrypto/#algorithm-normalization, https://wicg.github.io/webcrypto-modern-algos/).

const { domException } = require('crypto/subtle/errors');
const {
  isObject, toBigInteger, toBytes, toCryptoKey, toDomString, toInteger, typeError,
} = require('crypto/subtle/webidl');

const prefix = 'Failed to normalize algorithm';
const passed = 'passed algorithm';

// --- Types of members. ---

const octet = (value, place) => toInteger(value, place, 8, true);
const unsignedShort = (value, place) => toInteger(value, place, 16, true);
const unsignedLong = (value, place) => toInteger(value, place, 32, true);

function hashIdentifier(value, place, dictionary) {
  const identifier = isObject(value) ? value : toDomString(value, place);
  if (!(/^SHA/i).test(nameOf(identifier))) {
    throw domException('NotSupportedError', `Only SHA hashes are supported in ${dictionary}`);
  }
  return normalizeAlgorithm(identifier, 'digest');
}

// --- Dictionaries. ---

const required = true;

function checkAesLength({ length }) {
  if (length !== 128 && length !== 192 && length !== 256) {
    throw domException('OperationError', 'AES key length must be 128, 192, or 256 bits');
  }
}

function checkSize(bytes, size, name) {
  if (bytes.byteLength !== size) throw domException('OperationError', `algorithm.${name} must contain exactly ${size} bytes`);
}

const tagLengths = {
  '__proto__': null,
  'AES-GCM': [32, 64, 96, 104, 112, 120, 128],
  'AES-OCB': [64, 96, 128],
  'ChaCha20-Poly1305': [128],
};

function checkAead({ iv, name, tagLength }) {
  if (name === 'ChaCha20-Poly1305') checkSize(iv, 12, 'iv');
  if (name === 'AES-OCB' && iv.byteLength > 15) {
    throw domException('OperationError', 'AES-OCB algorithm.iv must be no more than 15 bytes');
  }
  if (tagLength !== undefined && !tagLengths[name].includes(tagLength)) {
    throw domException('OperationError', `${tagLength} is not a valid ${name} tag length`);
  }
}

/** A length in bits that a MAC's key may have: whole bytes, and some. */
function checkMacLength(length, dictionary, nameOfZero) {
  if (length === 0) throw domException(nameOfZero, `${dictionary}.length cannot be 0`);
  if (length % 8 !== 0) throw domException('NotSupportedError', `Unsupported ${dictionary}.length`);
}

function checkCurve({ namedCurve }) {
  const { isCurve } = require('crypto/subtle/ec');
  if (!isCurve(namedCurve)) throw domException('NotSupportedError', 'Unrecognized namedCurve');
}

function checkEmpty(bytes, what) {
  if (bytes !== undefined && bytes.byteLength > 0) {
    throw domException('NotSupportedError', `Non zero-length ${what} is not supported.`);
  }
}

// Name -> members in the order in which Web IDL reads them [name, type, required], and what is checked when all are there.
const dictionaries = {
  __proto__: null,
  AeadParams: {
    members: [['additionalData', toBytes], ['iv', toBytes, required], ['tagLength', octet]],
    check: checkAead,
  },
  Argon2Params: {
    members: [
      ['associatedData', toBytes], ['memory', unsignedLong, required], ['nonce', toBytes, required],
      ['parallelism', unsignedLong, required], ['passes', unsignedLong, required], ['secretValue', toBytes], ['version', octet],
    ],
    check({ memory, parallelism, version }) {
      if (parallelism === 0 || parallelism > 2 ** 24 - 1) {
        throw domException('OperationError', 'parallelism must be > 0 and < 16777215');
      }
      if (memory < 8 * parallelism) {
        throw domException('OperationError', 'memory must be at least 8 times the degree of parallelism');
      }
      if (version !== undefined && version !== 0x13) {
        throw domException('OperationError', `${version} is not a valid Argon2 version`);
      }
    },
  },
  AesCbcParams: { members: [['iv', toBytes, required]], check: ({ iv }) => checkSize(iv, 16, 'iv') },
  AesCtrParams: {
    members: [['counter', toBytes, required], ['length', octet, required]],
    check({ counter, length }) {
      checkSize(counter, 16, 'counter');
      if (length < 1 || length > 128) {
        throw domException('OperationError', 'AES-CTR algorithm.length must be between 1 and 128');
      }
    },
  },
  AesDerivedKeyParams: { members: [['length', unsignedShort, required]], check: checkAesLength },
  AesKeyGenParams: { members: [['length', unsignedShort, required]], check: checkAesLength },
  ContextParams: {
    members: [['context', toBytes]],
    // OpenSSL knows contexts from 3.2 on.
    check: ({ context }) => checkEmpty(context, 'ContextParams.context'),
  },
  CShakeParams: {
    members: [['customization', toBytes], ['functionName', toBytes], ['length', unsignedLong, required]],
    check({ customization, functionName, length }) {
      if (length % 8 !== 0) throw domException('NotSupportedError', 'Unsupported CShakeParams length');
      checkEmpty(functionName, 'CShakeParams.functionName');
      checkEmpty(customization, 'CShakeParams.customization');
    },
  },
  EcdhKeyDeriveParams: {
    members: [['public', toCryptoKey, required]],
    check({ name, public: key }) {
      if (key.type !== 'public') throw domException('InvalidAccessError', 'algorithm.public must be a public key');
      const { slotsOf } = require('crypto/subtle/key');
      if (slotsOf(key).algorithm.name !== name) throw domException('InvalidAccessError', 'key algorithm mismatch');
    },
  },
  EcdsaParams: {
    members: [['hash', hashIdentifier, required]],
  },
  EcKeyGenParams: { members: [['namedCurve', toDomString, required]], check: checkCurve },
  EcKeyImportParams: { members: [['namedCurve', toDomString, required]], check: checkCurve },
  HkdfParams: {
    members: [['hash', hashIdentifier, required], ['info', toBytes, required], ['salt', toBytes, required]],
  },
  HmacImportParams: {
    members: [['hash', hashIdentifier, required], ['length', unsignedLong]],
    check({ length }) {
      if (length !== undefined) checkMacLength(length, 'HmacImportParams', 'DataError');
    },
  },
  HmacKeyGenParams: {
    members: [['hash', hashIdentifier, required], ['length', unsignedLong]],
    check({ hash, length }) {
      if (length !== undefined) checkMacLength(length, 'HmacKeyGenParams', 'OperationError');
      else hmacLength(hash);
    },
  },
  KmacImportParams: {
    members: [['length', unsignedLong]],
    check({ length }) {
      if (length !== undefined) checkMacLength(length, 'KmacImportParams', 'DataError');
    },
  },
  KmacKeyGenParams: {
    members: [['length', unsignedLong]],
    check({ length }) {
      if (length !== undefined) checkMacLength(length, 'KmacKeyGenParams', 'OperationError');
    },
  },
  KmacParams: {
    members: [['customization', toBytes], ['length', unsignedLong, required]],
    check({ length }) {
      if (length % 8 !== 0) throw domException('NotSupportedError', 'Unsupported KmacParams length');
    },
  },
  Pbkdf2Params: {
    members: [['hash', hashIdentifier, required], ['iterations', unsignedLong, required], ['salt', toBytes, required]],
    check({ iterations }) {
      if (iterations === 0) throw domException('OperationError', 'iterations cannot be zero');
    },
  },
  RsaHashedImportParams: {
    members: [['hash', hashIdentifier, required]],
  },
  RsaHashedKeyGenParams: {
    members: [['hash', hashIdentifier, required], ['modulusLength', unsignedLong, required],
              ['publicExponent', toBigInteger, required]],
  },
  RsaOaepParams: { members: [['label', toBytes]] },
  RsaPssParams: { members: [['saltLength', unsignedLong, required]] },
};

const blockBits = { '__proto__': null, 'SHA-1': 512, 'SHA-256': 512, 'SHA-384': 1024, 'SHA-512': 1024 };

/** The length in bits that an HMAC's key has where none is asked for: a block of the hash. SHA-3 has no such rule yet. */
function hmacLength(hash) {
  const length = blockBits[hash.name];
  if (length === undefined) throw domException('NotSupportedError', 'Explicit algorithm length member is required');
  return length;
}

// --- Algorithms. ---

const digest = { file: 'digest', digest: null };
const cShake = { file: 'digest', digest: 'CShakeParams' };

function aes(params) {
  return {
    file: 'aes', generateKey: 'AesKeyGenParams', importKey: null, exportKey: null, encrypt: params, decrypt: params,
    getKeyLength: 'AesDerivedKeyParams',
  };
}

function rsa(operations) {
  return {
    file: 'rsa', generateKey: 'RsaHashedKeyGenParams', importKey: 'RsaHashedImportParams', exportKey: null,
    getPublicKey: null, ...operations,
  };
}

function ec(operations) {
  return {
    file: 'ec', generateKey: 'EcKeyGenParams', importKey: 'EcKeyImportParams', exportKey: null, getPublicKey: null,
    ...operations,
  };
}

function edwards(params) {
  return { file: 'ed', generateKey: null, importKey: null, exportKey: null, getPublicKey: null, sign: params, verify: params };
}

const montgomery = {
  file: 'ed', generateKey: null, importKey: null, exportKey: null, getPublicKey: null, deriveBits: 'EcdhKeyDeriveParams',
};
const kmac = {
  file: 'kmac', generateKey: 'KmacKeyGenParams', importKey: 'KmacImportParams', exportKey: null, sign: 'KmacParams',
  verify: 'KmacParams', getKeyLength: 'KmacImportParams',
};

const argon2 = { file: 'argon2', importKey: null, deriveBits: 'Argon2Params', getKeyLength: null };

// Name -> the file that has its operations, and operation -> the dictionary of its parameters, or null for just a name.
const algorithms = {
  '__proto__': null,
  'SHA-1': digest, 'SHA-256': digest, 'SHA-384': digest, 'SHA-512': digest,
  'SHA3-256': digest, 'SHA3-384': digest, 'SHA3-512': digest,
  'cSHAKE128': cShake, 'cSHAKE256': cShake,
  'AES-CBC': aes('AesCbcParams'),
  'AES-CTR': aes('AesCtrParams'),
  'AES-GCM': aes('AeadParams'),
  'AES-OCB': aes('AeadParams'),
  'AES-KW': {
    file: 'aes', generateKey: 'AesKeyGenParams', importKey: null, exportKey: null, wrapKey: null, unwrapKey: null,
    getKeyLength: 'AesDerivedKeyParams',
  },
  'ChaCha20-Poly1305': {
    file: 'chacha', generateKey: null, importKey: null, exportKey: null, encrypt: 'AeadParams', decrypt: 'AeadParams',
    getKeyLength: null,
  },
  'RSASSA-PKCS1-v1_5': rsa({ sign: null, verify: null }),
  'RSA-PSS': rsa({ sign: 'RsaPssParams', verify: 'RsaPssParams' }),
  'RSA-OAEP': rsa({ encrypt: 'RsaOaepParams', decrypt: 'RsaOaepParams' }),
  'ECDSA': ec({ sign: 'EcdsaParams', verify: 'EcdsaParams' }),
  'ECDH': ec({ deriveBits: 'EcdhKeyDeriveParams' }),
  'Ed25519': edwards(null),
  'Ed448': edwards('ContextParams'),
  'X25519': montgomery,
  'X448': montgomery,
  'HMAC': {
    file: 'hmac', generateKey: 'HmacKeyGenParams', importKey: 'HmacImportParams', exportKey: null, sign: null,
    verify: null, getKeyLength: 'HmacImportParams',
  },
  'KMAC128': kmac,
  'KMAC256': kmac,
  'Argon2d': argon2,
  'Argon2i': argon2,
  'Argon2id': argon2,
  'HKDF': { file: 'kdf', importKey: null, deriveBits: 'HkdfParams', getKeyLength: null },
  'PBKDF2': { file: 'kdf', importKey: null, deriveBits: 'Pbkdf2Params', getKeyLength: null },
};

const nameInUpperCase = new Map(Object.keys(algorithms).map((name) => [name.toUpperCase(), name]));
const warned = new Set();

/** Those that are no standard yet tell once that they may change. */
function warnOfExperiment(name) {
  if (warned.has(name) || !(/^(Argon2|SHA3|cSHAKE|KMAC|AES-OCB|ChaCha20|Ed448|X448)/).test(name)) return;
  warned.add(name);
  const { emitExperimentalWarning } = require('warnings');
  emitExperimentalWarning(`The ${name} Web Crypto API algorithm`);
}

function readMembers(target, dictionary, source) {
  const { members, check } = dictionaries[dictionary];
  for (const [name, convert, isRequired] of members) {
    const value = source[name];
    if (value !== undefined) {
      target[name] = convert(value, { prefix, context: `'${name}' of '${dictionary}' (${passed})` }, dictionary);
    } else if (isRequired) {
      throw missingMember(name, dictionary);
    }
  }
  check?.(target);
  return target;
}

function missingMember(name, dictionary) {
  return typeError('ERR_MISSING_OPTION', `${prefix}: ${passed} can not be converted to '${dictionary}' because ` +
    `'${name}' is required in '${dictionary}'.`);
}

function nameOf(identifier) {
  if (typeof identifier === 'string') return identifier;
  const { name } = identifier;
  if (name === undefined) throw missingMember('name', 'Algorithm');
  return toDomString(name, { prefix, context: `'name' of 'Algorithm' (${passed})` });
}

/**
 * The dictionary that an AlgorithmIdentifier (a string or an object) means for an operation: { name, ... }. Byte
 * sequences in it are copies. Throws a DOMException 'NotSupportedError' where the operation does not know the algorithm.
 */
function normalizeAlgorithm(identifier, operation) {
  const source = typeof identifier === 'string' ? { __proto__: null } : identifier;
  const name = nameInUpperCase.get(nameOf(identifier).toUpperCase());
  const dictionary = name === undefined ? undefined : algorithms[name][operation];
  if (dictionary === undefined || !isAvailable(name)) {
    throw domException('NotSupportedError', 'Unrecognized algorithm name');
  }
  warnOfExperiment(name);
  const normalized = { __proto__: null, name };
  return dictionary === null ? normalized : readMembers(normalized, dictionary, source);
}

/** What only some builds of OpenSSL have. */
function isAvailable(name) {
  if (name !== 'AES-OCB' && name !== 'ChaCha20-Poly1305') return true;
  const { hasCipher } = binding('crypto_subtle');
  return hasCipher(name === 'AES-OCB' ? 'aes-128-ocb' : 'chacha20-poly1305');
}

/** Whether an algorithm, by its proper name, has the operation. */
function hasOperation(name, operation) {
  return algorithms[name]?.[operation] !== undefined;
}

/** The module with an algorithm's operations. */
function implementationOf(name) {
  return require(`crypto/subtle/${algorithms[name].file}`);
}

/** The length in bits of a key of that algorithm, or null where any length will do. */
function keyLengthOf(identifier) {
  const algorithm = normalizeAlgorithm(identifier, 'getKeyLength');
  return implementationOf(algorithm.name).keyLength(algorithm);
}

module.exports = { hasOperation, hmacLength, implementationOf, keyLengthOf, normalizeAlgorithm };

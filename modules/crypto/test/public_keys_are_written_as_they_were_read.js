'use strict';
// Public keys of each kind come back from a KeyObject to the byte, as DER and as PEM.
const assert = require('node:assert');
const { createPublicKey } = require('node:crypto');

const keys = {
  'RSA of 1024 bits':
    'MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDZlRViMEoQZ2A7/FKbNc1Uhz8eRqUPXFlN9+hRHbqADlHnzffAZh12zH1Bk8dApsnR5m5CUe' +
    '+F9e6X2NbOPQZtbXVKvmFkh9bx1aQ7bfZhVo2zWx7n9OptXeCpQhMyYZszta2JovbqXGfd7BvDMHUFQTE4MKgdaZpMKF0AmUpueQIDAQAB',
  'RSA of 1031 bits':
    'MIGdMA0GCSqGSIb3DQEBAQUAA4GLADCBhwKBgWa9XXsBeLitk9dcDdDc5ovksmGR8i9orGR6CLEK3IEM31Ul8pc/3vwvIRnURkoW6qdxA2Bcel' +
    'wV6Y43FVZd1nTSY/YjlfCssHhah4EvKevxCK8x+nywXvyWjJFVpRabspKJxFt6Ig84G1XTVPaeYcQBC8vSXr1QQSew6zlVaA3fJwIBAw==',
  'RSA-PSS':
    'MIHTMEEGCSqGSIb3DQEBCjA0oA8wDQYJYIZIAWUDBAIBBQChHDAaBgkqhkiG9w0BAQgwDQYJYIZIAWUDBAIBBQCiAwIBIAOBjQAwgYkCgYEAuQ' +
    'fLEQ4gofvkG0cmNSvZzw2mETdMfJmbajA/lz3A26pmuxNu+rxz+GPjjwvoPU/J0lq5t2wW1X06uk7ZP9hk4c98pnnMi2ZozpFORsU3Lb05uVg+' +
    'QlL9zGAzMxXcKdR2eRMJHUeW0ErPnE77g1McoiDJdVLEkfnw+xRJ6ZMz8UUCAwEAAQ==',
  'P-256':
    'MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAELPcHHuq+p5Fw2zR7R/4qRXSwWEfY8k9A9sb3difiyU5xVRMIqiDSWT55AHFoSjDbM3LRLxHZaz' +
    'jolxCZxWYrWg==',
  'P-384':
    'MHYwEAYHKoZIzj0CAQYFK4EEACIDYgAE35uffb99vJfsXZRtlHCckFBjg6fevB7rUtKQCgwkQlRXR9xzn6BLqYGYbxtCHNGhQzF5MIUg5dc04Y' +
    'MeOxf8fnIT/nHEqu1Mn1io78LxCSOBNnU/dg1t6fKeoUKwS52u',
  'P-521':
    'MIGbMBAGByqGSM49AgEGBSuBBAAjA4GGAAQBHLFbFMP2T3SXUK5fXXt1HnTWaAzXpW8TAqxHU+OHvxzrrGr5Tgs8jIZukShjLwBpwzjybACkIy' +
    '4zdOYYVY49laQB8LOQfUISIdgzMAAgCjOgvA4H1FMCppz96YQvDcFGwfbZp3OzwmJzS9Rpc3tjl9YReGplekerD5BghAmiZJ6Mgng=',
  'secp256k1':
    'MFYwEAYHKoZIzj0CAQYFK4EEAAoDQgAEG6c+04cVlKVvnZSc3FnZ0VOPGErSpQtMyq8wY3Sf9Ygh859byvZ5fy7Qw50fPPYd0wks6vnzGJ4wJJ' +
    'YoW/2lLw==',
  'secp224r1':
    'ME4wEAYHKoZIzj0CAQYFK4EEACEDOgAEZsbZXIE2hidEVLDihunDTSA+nauQucohGBag0RZP7bZKVzNeMVfRROJD8EBTiVn4djaO/rufnQs=',
  'P-256 by its parameters':
    'MIIBSzCCAQMGByqGSM49AgEwgfcCAQEwLAYHKoZIzj0BAQIhAP////8AAAABAAAAAAAAAAAAAAAA////////////////MFsEIP////8AAAABAA' +
    'AAAAAAAAAAAAAA///////////////8BCBaxjXYqjqT57PrvVV2mIa8ZR0GsMxTsPY7zjw+J9JgSwMVAMSdNgiG5wSTamZ44ROdJreBn36QBEEE' +
    'axfR8uEsQkf4vOblY6RA8ncDfYEt6zOg9KE5RdiYwpZP40Li/hp/m47n60p8D54WK84zV2sxXs7LtkBoN79R9QIhAP////8AAAAA//////////' +
    '+85vqtpxeehPO5ysL8YyVRAgEBA0IABKIoVPX+09rQVxxz/ShH/qX70unoNGciQbI1BkbNGsrNu2PyJsCo9P50+OQJ5v7CLcPxyZhET24Bvw5y' +
    'UL39nK8=',
  'ed25519':
    'MCowBQYDK2VwAyEA20V+1xeNHcSG/ONdNtLgJofS8Aj59+dFOYUwKnV+Q+Q=',
  'ed448':
    'MEMwBQYDK2VxAzoAwrjCOvQatLB/4MlqP/SESGsi+bA+y7Mn0vCYxbohQVjQ6sxQgKcyOncxeTIrpa27/8SJwA+4JlOA',
  'x25519':
    'MCowBQYDK2VuAyEAk87UxO1qrkjoKIlBqnhFMZ2Stfh00P7GfyK5Ru54+S8=',
  'x448':
    'MEIwBQYDK2VvAzkACLVxunkY8+TuC2WK4/RH2SI6WXjW2qBDeVY2yMYMQqtevGUScovw8bgg/4s0UuVntaKBDYTesJ0=',
  'P-256, compressed':
    'MDkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDIgACga/TO7e3cvHi+Tgi1E9NC3ijT7KbObVEbzZe6PVN97M=',
};

function pem(label, der) {
  const lines = der.toString('base64').match(/.{1,64}/g);
  return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ''].join('\n');
}

for (const [kind, text] of Object.entries(keys)) {
  const der = Buffer.from(text, 'base64');
  const key = createPublicKey({ key: der, format: 'der', type: 'spki' });
  assert.strictEqual(key.export({ format: 'der', type: 'spki' }).toString('base64'), text, kind);
  assert.strictEqual(key.export({ format: 'pem', type: 'spki' }), pem('PUBLIC KEY', der), kind);
  if (key.asymmetricKeyType !== 'rsa') continue;
  // RSAPublicKey is what stands in the key's BIT STRING, behind the number of its unused bits.
  const inner = der.subarray(der.lastIndexOf(Buffer.from([0x00, 0x30, 0x81])) + 1);
  assert.strictEqual(key.export({ format: 'der', type: 'pkcs1' }).toString('base64'), inner.toString('base64'), kind);
  assert.strictEqual(key.export({ format: 'pem', type: 'pkcs1' }), pem('RSA PUBLIC KEY', inner), kind);
  assert.ok(createPublicKey({ key: inner, format: 'der', type: 'pkcs1' }).equals(key), kind);
}

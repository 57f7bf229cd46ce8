'use strict';
// sharp: makes, resizes, composes, encodes and decodes images on threads; streams; errors.
const { createHash } = require('node:crypto');
const { pipeline } = require('node:stream/promises');
const sharp = require('sharp');

const digest = (bytes) => createHash('sha256').update(bytes).digest('hex');

module.exports = async (print) => {
  print(sharp.versions.sharp, sharp.versions.vips);
  const width = 120, height = 80;
  const raw = Buffer.alloc(width * height * 3, 0).map((_, i) => (i * 7) % 251);
  const image = () => sharp(raw, { raw: { width, height, channels: 3 } });
  for (const format of ['png', 'jpeg', 'webp', 'gif', 'tiff', 'avif']) {
    const { data, info } = await image().resize(64, 48, { kernel: 'lanczos3' }).rotate(90).toFormat(format).toBuffer({ resolveWithObject: true });
    print(format, info, digest(data));
    const { channels, space, depth } = await sharp(data).metadata();
    print(channels, space, depth, digest(await sharp(data).raw().toBuffer()));
  }
  const layer = await sharp({ create: { width: 20, height: 20, channels: 4, background: { r: 255, g: 0, b: 0, alpha: 0.5 } } }).png().toBuffer();
  print(digest(await image().composite([{ input: layer, gravity: 'southeast' }]).blur(2).greyscale().png().toBuffer()));
  print(digest(await sharp(Buffer.from('<svg width="30" height="30"><circle cx="15" cy="15" r="10" fill="blue"/></svg>')).png().toBuffer()));
  const { entropy, dominant, channels } = await image().stats();
  print(entropy.toFixed(6), dominant, channels.map(({ mean }) => mean.toFixed(4)));
  const parts = [];
  await pipeline(image().png(), sharp().resize(10).raw(), async (source) => { for await (const part of source) parts.push(part); });
  print(digest(Buffer.concat(parts)));
  print((await Promise.all(Array.from({ length: 16 }, (_, i) => image().resize(8 + i).png().toBuffer()))).map(({ length }) => length));
  for (const wrong of [sharp(Buffer.from('no image')), sharp('/absent/file.png'), image().extract({ left: 100, top: 0, width: 100, height: 1 })]) {
    await wrong.png().toBuffer().catch((error) => print(error.message));
  }
};

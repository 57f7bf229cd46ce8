'use strict';
// @napi-rs/canvas draws, reads pixels back, and encodes.
const { createHash } = require('node:crypto');
const { createCanvas, loadImage, Path2D, ImageData } = require('@napi-rs/canvas');

const digest = (bytes) => createHash('sha256').update(bytes).digest('hex');

module.exports = async (print) => {
  const canvas = createCanvas(200, 100);
  const context = canvas.getContext('2d');
  const gradient = context.createLinearGradient(0, 0, 200, 0);
  gradient.addColorStop(0, 'red');
  gradient.addColorStop(1, 'rgba(0, 0, 255, 0.5)');
  context.fillStyle = gradient;
  context.fillRect(0, 0, 200, 100);
  context.globalCompositeOperation = 'multiply';
  context.rotate(0.1);
  context.fill(new Path2D('M10 10 L60 20 Q80 80 20 60 Z'));
  context.putImageData(new ImageData(Uint8ClampedArray.from({ length: 400 }, (_, i) => i % 256), 10, 10), 50, 50);
  const pixels = context.getImageData(0, 0, 200, 100);
  print(digest(pixels.data), pixels.width, context.isPointInPath(5, 5), context.getTransform().toString());
  print(digest(canvas.toBuffer('image/png')), digest(await canvas.encode('png')), digest(await canvas.encode('webp', 90)));
  const image = await loadImage(await canvas.encode('jpeg', 80));
  print(image.width, image.height);
  context.drawImage(image, 0, 0, 100, 50);
  print(digest(canvas.data()), canvas.toDataURL().length);
  for (const fails of [() => loadImage(Buffer.from('no image')), () => canvas.encode('bmp'), () => context.fill('wrong', 5),
    () => createCanvas('a', {}), () => new ImageData(0, 0)]) {
    try {
      await fails();
      print('no error');
    } catch (error) {
      print(error.name, error.code, error.message);
    }
  }
};

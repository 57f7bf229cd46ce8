// Has errors of several kinds, for what tsc prints about them.
interface Shape { kind: 'circle' | 'square'; size: number }

function area(shape: Shape): number {
  switch (shape.kind) {
    case 'circle': return Math.PI * shape.size ** 2;
    case 'triangle': return shape.width;
  }
}

const shapes: Shape[] = [{ kind: 'circle', size: '3' }, { kind: 'square' }];
shapes.map((shape) => area(shape).toUpperCase());
let unused: number = area;
export const later = await import('./nothing-here');

import { strictEqual } from 'node:assert';
enum Mood { Calm, Loud = 3 }
class Greeter {
  constructor(private readonly name: string, public mood: Mood = Mood.Calm) {}
  greet(): string { return `${"Hello"}, ${this.name}${'!'.repeat(this.mood)}`; }
}
strictEqual(new Greeter('a').greet(), 'Hello, a');
export { Greeter, Mood };
export default (name: string): string => new Greeter(name, Mood.Loud).greet();

// Preloaded where a suite imports './x.js' and has only x.ts, which its own loader would find.
import { existsSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { fileURLToPath } from 'node:url';

registerHooks({
  resolve(specifier, context, next) {
    if (specifier.startsWith('.') && specifier.endsWith('.js')) {
      const url = new URL(specifier, context.parentURL);
      const typed = new URL(`${url.href.slice(0, -3)}.ts`);
      if (!existsSync(fileURLToPath(url)) && existsSync(fileURLToPath(typed))) return next(typed.href, context);
    }
    return next(specifier, context);
  },
});

// Decompresses what @sparticuz/chromium carries into the folder given; its own unpacking wants a newer Node.
import { createReadStream, createWriteStream, mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { fileURLToPath } from "node:url";
import { createBrotliDecompress } from "node:zlib";

const packed = fileURLToPath(new URL("node_modules/@sparticuz/chromium/bin", import.meta.url));
const folder = process.argv[2];

mkdirSync(folder, { recursive: true });
for (const name of readdirSync(packed).filter((name) => name.endsWith(".br"))) {
  const plain = join(folder, name.slice(0, -".br".length));
  await pipeline(createReadStream(join(packed, name)), createBrotliDecompress(), createWriteStream(plain));
}

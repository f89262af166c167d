// Holds every file of a folder against a schema: prints the names of those that ajv finds valid, a line each.
import fs from "node:fs";
import path from "node:path";
import { createRequire } from "node:module";

const Ajv = createRequire(path.join(process.env.INTEROP_NODE_HOME, "package.json"))("ajv/dist/2020").default;
const [schema, folder] = process.argv.slice(2);
const read = (file) => JSON.parse(fs.readFileSync(file, "utf8"));
const validate = new Ajv({ strict: false }).compile(read(schema));
for (const name of fs.readdirSync(folder).sort()) {
  if (validate(read(path.join(folder, name)))) {
    console.log(name);
  }
}

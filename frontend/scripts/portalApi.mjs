// Makes the portal's types from what the Go side says of itself:
//   npm run portal-api          writes src/portal/api.json and api.gen.ts
//   npm run portal-api -- --check   fails when api.gen.ts is not what api.json makes
// openapi-typescript needs the TypeScript 5 API, so it runs beside ours.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const spec = join(root, "src/portal/api.json");
const types = join(root, "src/portal/api.gen.ts");
const check = process.argv.includes("--check");

function run(command, args, env) {
  execFileSync(command, args, {
    cwd: root,
    stdio: ["ignore", "ignore", "inherit"],
    env: { ...process.env, ...env },
  });
}

function generate(to) {
  const tools = ["-p", "openapi-typescript@7.13.0", "-p", "typescript@5.9.3"];
  run("npx", [
    "-y",
    ...tools,
    "openapi-typescript",
    spec,
    "--root-types",
    "--root-types-no-schema-prefix",
    "-o",
    to,
  ]);
}

if (check) {
  const folder = mkdtempSync(join(tmpdir(), "portal-api-"));
  generate(join(folder, "api.gen.ts"));
  const same = readFileSync(join(folder, "api.gen.ts"), "utf8") === readFileSync(types, "utf8");
  rmSync(folder, { recursive: true });
  if (!same) {
    console.error("src/portal/api.gen.ts is not what api.json makes: run `npm run portal-api`");
    process.exit(1);
  }
} else {
  run("go", ["test", "-count=1", "-run", "TestSpec", "../sync/portal"], { TIEOUT_WRITE_SPEC: "1" });
  generate(types);
}

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test from "node:test";
import { fileURLToPath } from "node:url";

const component = fileURLToPath(new URL("../../audio_worklet/", import.meta.url));
const generator = join(component, "node_modules/.bin/protoc-gen-es");
const proto = fileURLToPath(new URL("../../proto/", import.meta.url));
const skip = existsSync(generator) ? false : "the Protobuf tools are not installed: run `npm ci` in audio_worklet";

function python() {
  for (const name of ["python", "python3"]) {
    try {
      execFileSync(name, ["-c", "import grpc_tools"], { stdio: "ignore" });
      return name;
    } catch {
      continue;
    }
  }
  return null;
}

test(
  "the generated code is current",
  { skip: skip || (python() ? false : "no grpcio-tools: pip install -r requirements-dev.txt") },
  () => {
    const folder = mkdtempSync(join(tmpdir(), "interview-pb-"));
    try {
      const script = JSON.parse(readFileSync(join(component, "package.json"), "utf8")).scripts.generate;
      const option = script.match(/--es_opt=(\S+)/)[1];
      const plugin = `--plugin=protoc-gen-es=${generator}`;
      const out = [`--es_out=${folder}`, `--es_opt=${option}`, "-I", proto, join(proto, "interview.proto")];
      execFileSync(python(), ["-m", "grpc_tools.protoc", plugin, ...out]);
      for (const name of ["interview_pb.js", "interview_pb.d.ts"]) {
        assert.equal(
          readFileSync(join(folder, name), "utf8"),
          readFileSync(join(component, name), "utf8"),
          `${name}: npm run generate`,
        );
      }
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
);

/** The messages as Python's protobuf writes them, in hexadecimal. */
const SESSION_READY = "2a1c0801109003188407220667656d696e69280630023a045768793f4005";

test("frames, answers and reports are the bytes of the contract", { skip }, async () => {
  const { encoder } = await import("../../audio_worklet/wire.js");
  const hex = (bytes) => Buffer.from(bytes).toString("hex");
  assert.equal(hex(encoder.audio(Uint8Array.of(1, 2), 40, 3)), "0a080a02010210281803");
  assert.equal(hex(encoder.end()), "1200");
  assert.equal(hex(encoder.text("Hi", 9)), "1a060a0248691009");
  assert.equal(hex(encoder.control("answer_now")), "22020805");
  assert.equal(hex(encoder.patience("manual")), "32020804");
  assert.equal(hex(encoder.playback({ playedMs: 300, playing: true, orderIndex: 2 })), "2a0708ac0210011802");
});

test("the server's messages become plain values", { skip }, async () => {
  const { decode } = await import("../../audio_worklet/wire.js");
  assert.deepEqual(decode(Buffer.from(SESSION_READY, "hex")), {
    kind: "sessionReady",
    resumed: true,
    lastSequence: 400,
    secondsLeft: 900,
    engine: "gemini",
    questionCount: 6,
    questionIndex: 2,
    question: "Why?",
    nextOrderIndex: 5,
  });
  assert.deepEqual(decode(Buffer.from("3a020804", "hex")), { kind: "turnState", state: "speaking" });
  assert.deepEqual(decode(Buffer.from("22020804", "hex")), { kind: "sessionEnded", reason: "interviewer_ended" });
  assert.deepEqual(decode(Buffer.from("4203089701", "hex")), { kind: "audioAck", sequence: 151 });
  const audio = decode(Buffer.from("12060a0201001002", "hex"));
  assert.deepEqual([audio.kind, audio.orderIndex, ...audio.pcm], ["audioResponse", 2, 1, 0]);
});

test("a message of a newer server is null, garbage is an exception", { skip }, async () => {
  const { decode } = await import("../../audio_worklet/wire.js");
  assert.equal(decode(Buffer.from("fa3e00", "hex")), null);
  assert.throws(() => decode(Buffer.from("0aff", "hex")));
});

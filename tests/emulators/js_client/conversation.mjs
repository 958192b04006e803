// Holds one conversation with the emulator through @google/genai and prints what it saw as one line of JSON.
// The case and the candidate's sound come in as JSON on stdin; the address, key and authority by environment.

import { readFileSync } from "node:fs";
import { GoogleGenAI, Modality } from "@google/genai";

const LIMIT_MS = 30_000;
const CHUNK_BYTES = 3200;

const endInterview = {
  functionDeclarations: [
    { name: "end_interview", description: "End the interview.", behavior: "BLOCKING", parameters: { type: "OBJECT", properties: {} } },
  ],
};

function liveConfig(changes = {}) {
  return {
    responseModalities: [Modality.AUDIO],
    systemInstruction: "You interview people.",
    inputAudioTranscription: {},
    outputAudioTranscription: {},
    sessionResumption: {},
    contextWindowCompression: { triggerTokens: "24000", slidingWindow: { targetTokens: "12000" } },
    realtimeInputConfig: { automaticActivityDetection: { disabled: true } },
    tools: [endInterview],
    ...changes,
  };
}

/** One open session: collects every message, and wakes who waits for one. */
class Line {
  static async open(ai, config, model = "gemini-3.8-live") {
    const line = new Line();
    const wake = () => line.waiting.forEach((check) => check());
    const callbacks = {
      onmessage: (message) => (line.messages.push(message), wake()),
      onclose: (event) => ((line.ended = { code: event.code, reason: event.reason }), wake()),
      onerror: () => undefined,
    };
    line.session = await ai.live.connect({ model, config, callbacks });
    return line;
  }

  constructor() {
    this.messages = [];
    this.waiting = new Set();
    this.ended = null;
  }

  until(condition) {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => finish(reject, new Error(`waited for ${condition}`)), LIMIT_MS);
      const finish = (settle, value) => {
        clearTimeout(timer);
        this.waiting.delete(check);
        settle(value);
      };
      const check = () => condition() && finish(resolve);
      this.waiting.add(check);
      check();
    });
  }

  ask(text, turnComplete = true) {
    this.session.sendClientContent({ turns: [{ role: "user", parts: [{ text }] }], turnComplete });
  }

  answer(pcm) {
    this.session.sendRealtimeInput({ activityStart: {} });
    this.speak(pcm);
    this.session.sendRealtimeInput({ activityEnd: {} });
  }

  speak(pcm) {
    for (let start = 0; start < pcm.length; start += CHUNK_BYTES) {
      const data = pcm.subarray(start, start + CHUNK_BYTES).toString("base64");
      this.session.sendRealtimeInput({ audio: { data, mimeType: "audio/pcm;rate=16000" } });
    }
  }

  async close() {
    this.session.close();
    await this.until(() => this.ended);
  }

  contents() {
    return this.messages.map((message) => message.serverContent).filter(Boolean);
  }

  get turns() {
    return this.contents().filter((content) => content.turnComplete).length;
  }

  get calls() {
    return this.messages.flatMap((message) => message.toolCall?.functionCalls ?? []);
  }

  get handle() {
    return this.messages.findLast((message) => message.sessionResumptionUpdate?.resumable)?.sessionResumptionUpdate.newHandle;
  }

  get goAways() {
    return this.messages.map((message) => message.goAway).filter(Boolean);
  }

  report() {
    const parts = this.contents().flatMap((content) => content.modelTurn?.parts ?? []);
    return {
      setupComplete: this.session.setupComplete !== undefined,
      heard: this.contents().map((content) => content.outputTranscription?.text ?? "").join(""),
      recognised: this.contents().map((content) => content.inputTranscription?.text ?? "").join(""),
      audio: Buffer.concat(parts.map((part) => Buffer.from(part.inlineData?.data ?? "", "base64"))).toString("base64"),
      turns: this.turns,
      interruptions: this.contents().filter((content) => content.interrupted).length,
      generations: this.contents().filter((content) => content.generationComplete).length,
      usage: this.messages.filter((message) => message.usageMetadata).length,
      calls: this.calls,
      cancelled: this.messages.flatMap((message) => message.toolCallCancellation?.ids ?? []),
      goAways: this.goAways,
      handle: this.handle ?? null,
      ended: this.ended,
    };
  }
}

async function greeted(ai, config) {
  const line = await Line.open(ai, config);
  line.ask("Begin: greet Ada.");
  await line.until(() => line.turns === 1);
  return line;
}

const cases = {
  async interview(ai, { answers }) {
    const line = await greeted(ai, liveConfig());
    for (const pcm of answers) {
      const turns = line.turns;
      line.answer(pcm);
      await line.until(() => line.turns > turns || line.calls.length);
      if (line.calls.length) break;
    }
    const turns = line.turns;
    for (const { id, name } of line.calls) {
      line.session.sendToolResponse({ functionResponses: { id, name, response: { status: "ok" } } });
      await line.until(() => line.turns > turns);
    }
    await line.close();
    return [line.report()];
  },

  async automatic(ai, { answers }) {
    const detection = { automaticActivityDetection: { silenceDurationMs: 600, prefixPaddingMs: 100 } };
    const line = await greeted(ai, liveConfig({ realtimeInputConfig: detection }));
    line.speak(answers[0]);
    line.session.sendRealtimeInput({ audioStreamEnd: true });
    await line.until(() => line.turns === 2);
    await line.close();
    return [line.report()];
  },

  async interruption(ai, { answers }) {
    const line = await greeted(ai, liveConfig());
    line.answer(answers[0]);
    await line.until(() => line.report().heard.includes("long reply"));
    line.session.sendRealtimeInput({ activityStart: {} });
    await line.until(() => line.turns === 2);
    await line.close();
    return [line.report()];
  },

  async resumption(ai, { answers }) {
    const first = await greeted(ai, liveConfig());
    first.answer(answers[0]);
    await first.until(() => first.goAways.length);
    await first.until(() => first.turns === 2);
    await first.until(() => first.handle?.endsWith("_2"));
    await first.close();
    const second = await Line.open(ai, liveConfig({ sessionResumption: { handle: first.handle } }));
    second.answer(answers[1]);
    await second.until(() => second.turns === 1);
    await second.close();
    return [first.report(), second.report()];
  },

  async ending(ai) {
    const line = await Line.open(ai, liveConfig());
    line.ask("Begin.");
    await line.until(() => line.ended);
    return [line.report()];
  },

  async refusal(ai, { changes, model }) {
    const outcome = await Line.open(ai, liveConfig(changes), model).then(
      () => ({ error: null }),
      (error) => ({ error: String(error.message) }),
    );
    return [outcome];
  },

  async context(ai, { answers }) {
    const line = await greeted(ai, liveConfig());
    line.session.sendContextUpdate({ systemInstruction: { parts: [{ text: "One minute left." }] } });
    line.ask("[time check] one minute left", false);
    line.session.sendRealtimeInput({ text: "Hello there" });
    await line.until(() => line.turns === 2);
    line.answer(answers[0]);
    await line.until(() => line.turns === 3);
    await line.close();
    return [line.report()];
  },

  async review(ai, { prompt, schema }) {
    const config = { responseMimeType: "application/json", responseSchema: schema, temperature: 0 };
    const response = await ai.models.generateContent({ model: "gemini-3.8-flash", contents: prompt, config });
    return [{ review: JSON.parse(response.text), finish: response.candidates[0].finishReason }];
  },
};

const input = JSON.parse(readFileSync(0, "utf8"));
const answers = (input.answers ?? []).map((data) => Buffer.from(data, "base64"));
const ai = new GoogleGenAI({ apiKey: process.env.GEMINI_API_KEY, httpOptions: { apiVersion: "v1beta" } });
const reports = await cases[input.case](ai, { ...input, answers });
process.stdout.write(JSON.stringify(reports) + "\n", () => process.exit(0));

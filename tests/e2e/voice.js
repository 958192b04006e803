/** A browser voice of a test: `voice.said` are the texts it was given; each is begun and ended at once. */

(() => {
  window.voice = { said: [] };
  window.speechSynthesis.speak = (utterance) => {
    window.voice.said.push(utterance.text);
    setTimeout(() => {
      utterance.onstart?.();
      utterance.onend?.();
    });
  };
})();

import { useEffect, useRef, useState } from "react";

/**
 * Uploads the files that a chooser (the input with the id `chooser`) or the page is given, one row each while under way.
 * A file dropped on the page is this list's when it falls into `zone`, or, for the list without a zone, anywhere else.
 * The rows show how far each has come; only the outcome is told: `onDone(name, problem)`, with no problem when it is in.
 */
export function FileUploads({ action, chooser, zone, otherZone, maxBytes, tooLarge, noAnswer, onDone }) {
  const [rows, setRows] = useState([]);
  const done = useRef(onDone);
  done.current = onDone;

  useEffect(() => {
    const change = (key, part) => setRows((now) => now.map((row) => (row.key === key ? { ...row, ...part } : row)));
    const start = (file) => {
      const key = crypto.randomUUID();
      const finish = (problem) => {
        setRows((now) => now.filter((row) => row.key !== key));
        done.current(file.name, problem);
      };
      if (file.size > maxBytes) return done.current(file.name, tooLarge);
      setRows((now) => [...now, { key, name: file.name, percent: 0 }]);
      send(action, file, (percent) => change(key, { percent }), finish, noAnswer);
    };
    const startAll = (files) => [...files].slice(0, 10).forEach(start);
    const input = document.getElementById(chooser);
    const chosen = () => {
      startAll(input.files);
      input.value = "";
    };
    const isFiles = (event) => [...(event.dataTransfer?.types ?? [])].includes("Files");
    const isOurs = (event) => (zone ? event.target.closest?.(zone) : !event.target.closest?.(otherZone));
    const over = (event) => {
      if (!isFiles(event)) return;
      event.preventDefault();
      document.documentElement.dataset.dragging = "files";
    };
    const leave = (event) => event.relatedTarget === null && delete document.documentElement.dataset.dragging;
    const drop = (event) => {
      if (!isFiles(event)) return;
      event.preventDefault();
      delete document.documentElement.dataset.dragging;
      if (isOurs(event)) startAll(event.dataTransfer.files);
    };
    input?.addEventListener("change", chosen);
    window.addEventListener("dragover", over);
    window.addEventListener("dragleave", leave);
    window.addEventListener("drop", drop);
    return () => {
      input?.removeEventListener("change", chosen);
      window.removeEventListener("dragover", over);
      window.removeEventListener("dragleave", leave);
      window.removeEventListener("drop", drop);
    };
  }, [action, chooser, zone, otherZone]);

  return (
    <div role="status">
      {rows.map((row) => (
        <div className="li doc" key={row.key}>
          <span className="doc-face uploading" aria-hidden="true" />
          <div className="grow">
            <div className="med">{row.name}</div>
            <progress className="doc-progress" max="100" value={row.percent} aria-label={`Uploading ${row.name}`} />
          </div>
          <span className="chip">{row.percent < 100 ? `Uploading, ${row.percent} %` : "Reading, a few seconds"}</span>
        </div>
      ))}
    </div>
  );
}

/** fetch() cannot tell how far an upload has come. */
function send(action, file, onPercent, onFinish, noAnswer) {
  const request = new XMLHttpRequest();
  request.open("POST", action);
  request.withCredentials = true;
  request.upload.onprogress = (event) =>
    event.lengthComputable && onPercent(Math.round((100 * event.loaded) / event.total));
  request.upload.onload = () => onPercent(100);
  request.onload = () => onFinish(request.status === 201 ? "" : sentence(request.responseText, noAnswer));
  request.onerror = () => onFinish(noAnswer);
  const form = new FormData();
  form.append("file", file);
  request.send(form);
}

function sentence(text, noAnswer) {
  try {
    return JSON.parse(text).detail ?? noAnswer;
  } catch {
    return noAnswer;
  }
}

// The link form of a code: what stands behind # never reaches a server, so it is posted
// from here, and taken out of the address. Asked first where somebody is signed in.
behaviour("take-fragment", (form) => {
  const code = location.hash.slice(1);
  if (!/^[A-Z0-9-]{8,60}$/.test(code)) return;
  history.replaceState(null, "", location.pathname);
  form.elements.code.value = code;
  if ("atOnce" in form.dataset) form.requestSubmit();
});

// Looks for a QR code through the camera; typing goes on beside it whatever happens.
behaviour("scan", (box) => {
  if (!navigator.mediaDevices?.getUserMedia) return;
  const [start, stop, looking, refused] = ["start", "stop", "looking", "refused"].map(
    (name) => box.querySelector(`[data-${name}]`),
  );
  const video = box.querySelector("video");
  const canvas = document.createElement("canvas");
  const field = document.getElementById(box.dataset.into);
  let stream;
  box.hidden = false;

  function end() {
    stream?.getTracks().forEach((track) => track.stop());
    stream = undefined;
    [looking.hidden, start.hidden] = [true, false];
  }

  // A code of ours is letters and digits, or a link that carries them behind its #.
  function take(text) {
    end();
    field.value = text.slice(text.lastIndexOf("#") + 1);
    field.form.requestSubmit();
  }

  function look(decode) {
    if (!stream) return;
    if (!box.isConnected) return end();
    if (video.videoWidth) {
      const scale = Math.min(1, 800 / Math.max(video.videoWidth, video.videoHeight));
      canvas.width = Math.round(video.videoWidth * scale);
      canvas.height = Math.round(video.videoHeight * scale);
      const paint = canvas.getContext("2d", { willReadFrequently: true });
      paint.drawImage(video, 0, 0, canvas.width, canvas.height);
      try {
        return take(decode(paint.getImageData(0, 0, canvas.width, canvas.height)));
      } catch {
        // No code in this picture: the next one may have it.
      }
    }
    setTimeout(look, 150, decode);
  }

  start.addEventListener("click", async () => {
    refused.hidden = true;
    try {
      const { default: decode } = await import(box.dataset.decoder);
      stream = await navigator.mediaDevices.getUserMedia({
        video: { facingMode: "environment" },
      });
      video.srcObject = stream;
      [looking.hidden, start.hidden] = [false, true];
      await video.play();
      look(decode);
    } catch {
      end();
      refused.hidden = false;
    }
  });
  stop.addEventListener("click", end);
  addEventListener("pagehide", end);
});

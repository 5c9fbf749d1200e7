// Pictures and files that the page makes by itself, kept where downloads go.
const SHARPER = 2;

export const asPng = async (svg) => {
  const picture = new Image();
  picture.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  await picture.decode();
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [picture.width * SHARPER, picture.height * SHARPER];
  canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
  return new Promise((give) => { canvas.toBlob(give, "image/png"); });
};

export const save = (blob, caption, extension) => {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = `${caption.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "-").replace(/^-|-$/g, "") || "chart"}.${extension}`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
};

/** Version of pdf.js, which names the folder of its run-time files. */
declare const __PDFJS_VERSION__: string;

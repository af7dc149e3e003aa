/** A file that waits on this device until the office has it. */
export interface KeptFile {
  id: string;
  /** Whose session chose it; nobody else's browser session sends it. */
  email: string;
  client: string;
  /** What it is for: a request, or an engagement. */
  target: string;
  name: string;
  blob: Blob;
  /** The server's name for the upload, once it was announced. */
  upload?: string;
}

/** Where files outlive a reload. */
export interface Keep {
  all(): Promise<KeptFile[]>;
  put(file: KeptFile): Promise<void>;
  remove(id: string): Promise<void>;
  clear(): Promise<void>;
}

const store = "files";

function open(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const asked = indexedDB.open("tieout-portal", 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore(store, { keyPath: "id" });
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
    asked.onblocked = () => reject(new Error("another tab holds an older version"));
  });
}

async function run<T>(mode: IDBTransactionMode, act: (files: IDBObjectStore) => IDBRequest<T>): Promise<T> {
  const database = await open();
  try {
    return await new Promise<T>((resolve, reject) => {
      const transaction = database.transaction(store, mode);
      const asked = act(transaction.objectStore(store));
      transaction.oncomplete = () => resolve(asked.result);
      transaction.onerror = () => reject(transaction.error);
      transaction.onabort = () => reject(transaction.error);
    });
  } finally {
    database.close();
  }
}

/**
 * Files in IndexedDB. A browser that keeps nothing (a private window, no room)
 * is no error: the file then lives as long as the page.
 */
export const onDevice: Keep = {
  all: () => run<KeptFile[]>("readonly", (files) => files.getAll()).catch(() => []),
  put: (file) => run("readwrite", (files) => files.put(file)).then(nothing, nothing),
  remove: (id) => run("readwrite", (files) => files.delete(id)).then(nothing, nothing),
  clear: () => run("readwrite", (files) => files.clear()).then(nothing, nothing),
};

function nothing(): void {}

/** Whoever signs out leaves nothing behind. */
export function forgetFiles(): Promise<void> {
  return onDevice.clear();
}

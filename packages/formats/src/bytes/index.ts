export { LIMITS } from './limits.ts';
export { openZip, openZipBuffer, type ZipArchive, type ZipEntry } from './zip.ts';

/** Two servers that took the files of one folder would each take half of them. */
export class DropFolderInUse extends Error {
  constructor(folder: string, pid: number) {
    super(`The drop folder ${folder} is watched by the process ${pid} already.`);
    this.name = 'DropFolderInUse';
  }
}

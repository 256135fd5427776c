// Runs editors/vscode/extension.js without VS Code: what it asks of the editor is written down, and its server is real.
// Takes a story as JSON and gives what happened as JSON.
'use strict';

const { spawn } = require('node:child_process');
const Module = require('node:module');

const story = JSON.parse(process.argv[2]);
const told = { clients: [], messages: [], commands: [], stopped: 0 };
const listeners = {};
const listener = (name) => (callback) => ((listeners[name] = callback), { dispose() {} });
const uri = (path) => ({ scheme: 'file', fsPath: path, path });

const vscode = {
  Uri: { joinPath: (base, ...parts) => uri(require('node:path').posix.join(base.path, ...parts)) },
  RelativePattern: class {
    constructor(base, pattern) {
      Object.assign(this, { base: base.fsPath, pattern });
    }
  },
  workspace: {
    workspaceFolders: story.folders.map((path) => ({ uri: uri(path) })),
    getConfiguration: (section) => ({ get: (key) => story.settings[`${section}.${key}`] }),
    findFiles: async () => story.found.map(uri),
    createFileSystemWatcher: () => ({ onDidCreate: listener('created'), onDidDelete: listener('deleted'), dispose() {} }),
    onDidChangeWorkspaceFolders: listener('folders'),
    onDidChangeConfiguration: listener('configuration'),
  },
  commands: {
    registerCommand: (name, callback) => (told.commands.push(name), listener(name)(callback)),
    executeCommand: async (...said) => void told.commands.push(said.join(' ')),
  },
  window: {
    showErrorMessage: async (message, ...choices) => (told.messages.push(message), choices[0]),
  },
};

class LanguageClient {
  constructor(id, name, server, options) {
    this.server = server;
    this.told = { id, name, command: server.command, args: server.args, selector: options.documentSelector };
    told.clients.push(this.told);
  }

  async start() {
    this.process = spawn(this.server.command, this.server.args, { stdio: ['pipe', 'pipe', 'inherit'] });
    await new Promise((resolve, reject) => this.process.once('spawn', resolve).once('error', reject));
    const params = { processId: process.pid, rootUri: null, capabilities: {} };
    this.told.capabilities = (await this.ask('initialize', params)).capabilities;
  }

  async stop() {
    await this.ask('shutdown');
    const ended = new Promise((resolve) => this.process.once('exit', resolve));
    this.send({ method: 'exit' });
    this.told.code = await ended;
    told.stopped += 1;
  }

  ask(method, params) {
    const answer = new Promise((resolve, reject) => {
      let text = '';
      const ended = () => reject(new Error(`${this.server.command} ended`));
      const heard = (data) => {
        text += data;
        const [head, body] = text.split('\r\n\r\n');
        if (body !== undefined && Buffer.byteLength(body) >= Number(/Content-Length: (\d+)/i.exec(head)[1])) {
          this.process.stdout.off('data', heard);
          this.process.off('exit', ended);
          resolve(JSON.parse(body).result);
        }
      };
      this.process.stdout.setEncoding('utf8').on('data', heard);
      this.process.once('exit', ended);
    });
    this.send({ id: 1, method, params });
    return answer;
  }

  send(message) {
    const body = JSON.stringify({ jsonrpc: '2.0', ...message });
    this.process.stdin.on('error', () => {}); // one that has ended already is told of by its exit
    this.process.stdin.write(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
  }
}

const load = Module._load;
Module._load = (name, ...rest) => {
  const modules = { vscode, 'vscode-languageclient/node': { LanguageClient, TransportKind: { stdio: 0 } } };
  return modules[name] ?? load(name, ...rest);
};

(async () => {
  const extension = require(story.extension);
  const context = { subscriptions: [] };
  await extension.activate(context);
  for (const event of story.events ?? []) {
    Object.assign(story, event.change);
    await listeners[event.name](event.name === 'configuration' ? { affectsConfiguration: (key) => key === 'poaLint' } : uri(''));
  }
  await extension.deactivate();
  told.subscriptions = context.subscriptions.filter(Boolean).length;
  process.stdout.write(JSON.stringify(told));
})();

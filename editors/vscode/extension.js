// Starts `poa-lint lsp` for the reports of folders that have a poa-lint.yaml, or of all folders where the user says so.
'use strict';

const vscode = require('vscode');
const { LanguageClient, TransportKind } = require('vscode-languageclient/node');

const SETTINGS = ['poa-lint.yaml', 'dispensas.yaml', 'modificaciones.yaml'];
// A workspace with more settings files than this is somebody's whole disk.
const MOST_FOLDERS = 200;

const TEXTS = {
  es: {
    failed: (path) => `No se pudo iniciar «${path} lsp». Instálelo con: pip install "poa-lint[lsp]", o escriba dónde está en el ajuste poaLint.path.`,
    settings: 'Abrir los ajustes',
  },
  en: {
    failed: (path) => `"${path} lsp" could not be started. Install it with: pip install "poa-lint[lsp]", or say where it is in the setting poaLint.path.`,
    settings: 'Open the settings',
  },
};

let client;
// Starts and stops come one after the other, however fast settings change.
let turn = Promise.resolve();

async function activate(context) {
  const watcher = vscode.workspace.createFileSystemWatcher('**/poa-lint.yaml', false, true, false);
  context.subscriptions.push(
    watcher,
    watcher.onDidCreate(restart),
    watcher.onDidDelete(restart),
    vscode.workspace.onDidChangeWorkspaceFolders(restart),
    vscode.workspace.onDidChangeConfiguration((event) => event.affectsConfiguration('poaLint') && restart()),
    vscode.commands.registerCommand('poaLint.restart', restart),
  );
  await restart();
}

function deactivate() {
  turn = turn.then(stop);
  return turn;
}

function restart() {
  turn = turn.then(stop).then(start);
  return turn;
}

async function stop() {
  const running = client;
  client = undefined;
  try {
    await running?.stop();
  } catch (error) {
    console.error(error); // a server that has ended already cannot be asked to
  }
}

async function start() {
  const settings = vscode.workspace.getConfiguration('poaLint');
  const documentSelector = await reports(settings.get('enable'), settings.get('files'));
  if (documentSelector.length === 0) {
    return;
  }
  const language = settings.get('language');
  const command = program(settings.get('path'));
  const args = ['lsp', ...(language ? ['--lang', language] : [])];
  const starting = new LanguageClient('poaLint', 'poa-lint', { command, args, transport: TransportKind.stdio }, { documentSelector });
  try {
    await starting.start();
    client = starting;
  } catch (error) {
    console.error(error);
    explain(TEXTS[language] ?? TEXTS.es, command); // not waited for: a message stays until somebody answers it
  }
}

// The documents that are checked: texts below each folder, and the files of settings, whose rules' names are explained.
async function reports(enable, files) {
  const folders = await roots(enable);
  const texts = folders.flatMap((folder) => files.map((glob) => new vscode.RelativePattern(folder, glob)));
  const settings = folders.flatMap((folder) => SETTINGS.map((name) => new vscode.RelativePattern(folder, `**/${name}`)));
  return [...texts, ...settings].map((pattern) => ({ scheme: 'file', pattern }));
}

async function roots(enable) {
  switch (enable) {
    case 'never':
      return [];
    case 'always':
      return (vscode.workspace.workspaceFolders ?? []).map((folder) => folder.uri);
    default: {
      const found = await vscode.workspace.findFiles('**/poa-lint.yaml', '**/node_modules/**', MOST_FOLDERS);
      return found.map((file) => vscode.Uri.joinPath(file, '..'));
    }
  }
}

function program(path) {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? '';
  return (path || 'poa-lint').replaceAll('${workspaceFolder}', () => folder);
}

async function explain(texts, path) {
  const answer = await vscode.window.showErrorMessage(texts.failed(path), texts.settings);
  if (answer === texts.settings) {
    await vscode.commands.executeCommand('workbench.action.openSettings', 'poaLint');
  }
}

module.exports = { activate, deactivate };

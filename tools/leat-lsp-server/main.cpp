//===- main.cpp - leat-lsp-server: models in an editor --------------------===//
//
// Speaks the Language Server Protocol on stdin and stdout. One thread: a model
// is read in milliseconds, and every answer is that of the newest text.
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Document.h"
#include "llvm/Support/CommandLine.h"
#include "llvm/Support/LSP/Logging.h"
#include "llvm/Support/LSP/Transport.h"
#include "llvm/Support/Program.h"
#include "llvm/Support/raw_ostream.h"

using namespace llvm::lsp;

namespace {

class Server {
public:
  explicit Server(MessageHandler &handler);

  /// Whether the editor asked to end before it left.
  bool shutDown = false;

private:
  void initialize(const InitializeParams &, Callback<llvm::json::Value> reply);
  void initialized(const NoParams &) {}
  void shutdown(const NoParams &, Callback<std::nullptr_t> reply);
  void open(const DidOpenTextDocumentParams &params);
  void change(const DidChangeTextDocumentParams &params);
  void close(const DidCloseTextDocumentParams &params);
  void hover(const TextDocumentPositionParams &params,
             Callback<std::optional<Hover>> reply);
  void definition(const TextDocumentPositionParams &params,
                  Callback<std::vector<Location>> reply);
  void references(const ReferenceParams &params,
                  Callback<std::vector<Location>> reply);
  void symbols(const DocumentSymbolParams &params,
               Callback<std::vector<DocumentSymbol>> reply);
  void complete(const CompletionParams &params, Callback<CompletionList> reply);

  void read(const URIForFile &uri, std::string text, int64_t version);
  const leat::lsp::Document *find(const URIForFile &uri) const;

  llvm::StringMap<std::unique_ptr<leat::lsp::Document>> documents;
  OutgoingNotification<PublishDiagnosticsParams> publish;
};

} // namespace

Server::Server(MessageHandler &handler)
    : publish(handler.outgoingNotification<PublishDiagnosticsParams>(
          "textDocument/publishDiagnostics")) {
  handler.method("initialize", this, &Server::initialize);
  handler.notification("initialized", this, &Server::initialized);
  handler.method("shutdown", this, &Server::shutdown);
  handler.notification("textDocument/didOpen", this, &Server::open);
  handler.notification("textDocument/didChange", this, &Server::change);
  handler.notification("textDocument/didClose", this, &Server::close);
  handler.method("textDocument/hover", this, &Server::hover);
  handler.method("textDocument/definition", this, &Server::definition);
  handler.method("textDocument/references", this, &Server::references);
  handler.method("textDocument/documentSymbol", this, &Server::symbols);
  handler.method("textDocument/completion", this, &Server::complete);
}

void Server::initialize(const InitializeParams &,
                        Callback<llvm::json::Value> reply) {
  llvm::json::Object capabilities{
      {"textDocumentSync",
       llvm::json::Object{{"openClose", true},
                          {"change", int(TextDocumentSyncKind::Full)}}},
      {"hoverProvider", true},
      {"definitionProvider", true},
      {"referencesProvider", true},
      {"documentSymbolProvider", true},
      {"completionProvider",
       llvm::json::Object{{"triggerCharacters", llvm::json::Array{"%", "@"}}}}};
  reply(llvm::json::Object{
      {"serverInfo", llvm::json::Object{{"name", "leat-lsp-server"}}},
      {"capabilities", std::move(capabilities)}});
}

void Server::shutdown(const NoParams &, Callback<std::nullptr_t> reply) {
  shutDown = true;
  reply(nullptr);
}

const leat::lsp::Document *Server::find(const URIForFile &uri) const {
  auto found = documents.find(uri.file());
  return found == documents.end() ? nullptr : found->second.get();
}

void Server::read(const URIForFile &uri, std::string text, int64_t version) {
  auto &document = documents[uri.file()];
  if (!document)
    document = std::make_unique<leat::lsp::Document>(uri);
  document->update(std::move(text));
  PublishDiagnosticsParams params(uri, version);
  params.diagnostics = document->diagnostics();
  publish(params);
}

void Server::open(const DidOpenTextDocumentParams &params) {
  read(params.textDocument.uri, params.textDocument.text,
       params.textDocument.version);
}

// The whole text comes with every change, as the capabilities ask for.
void Server::change(const DidChangeTextDocumentParams &params) {
  if (!params.contentChanges.empty())
    read(params.textDocument.uri, params.contentChanges.back().text,
         params.textDocument.version);
}

void Server::close(const DidCloseTextDocumentParams &params) {
  documents.erase(params.textDocument.uri.file());
  publish(PublishDiagnosticsParams(params.textDocument.uri, /*version=*/0));
}

void Server::hover(const TextDocumentPositionParams &params,
                   Callback<std::optional<Hover>> reply) {
  const auto *document = find(params.textDocument.uri);
  reply(document ? document->hover(params.position) : std::nullopt);
}

void Server::definition(const TextDocumentPositionParams &params,
                        Callback<std::vector<Location>> reply) {
  const auto *document = find(params.textDocument.uri);
  reply(document ? document->definition(params.position)
                 : std::vector<Location>());
}

void Server::references(const ReferenceParams &params,
                        Callback<std::vector<Location>> reply) {
  const auto *document = find(params.textDocument.uri);
  reply(document ? document->references(params.position,
                                        params.context.includeDeclaration)
                 : std::vector<Location>());
}

void Server::symbols(const DocumentSymbolParams &params,
                     Callback<std::vector<DocumentSymbol>> reply) {
  const auto *document = find(params.textDocument.uri);
  reply(document ? document->symbols() : std::vector<DocumentSymbol>());
}

void Server::complete(const CompletionParams &params,
                      Callback<CompletionList> reply) {
  const auto *document = find(params.textDocument.uri);
  reply(document ? document->completion(params.position) : CompletionList());
}

int main(int argc, char **argv) {
  llvm::cl::opt<bool> litTest(
      "lit-test",
      llvm::cl::desc("read messages that are parted by '// -----', and write "
                     "indented JSON"));
  llvm::cl::ParseCommandLineOptions(
      argc, argv, "Leat models in an editor (Language Server Protocol)\n");
  (void)llvm::sys::ChangeStdinToBinary();
  if (litTest)
    URIForFile::registerSupportedScheme("test");
  JSONTransport transport(stdin, llvm::outs(),
                          litTest ? JSONStreamStyle::Delimited
                                  : JSONStreamStyle::Standard,
                          /*PrettyOutput=*/litTest);
  MessageHandler handler(transport);
  Server server(handler);
  if (llvm::Error error = transport.run(handler)) {
    Logger::error("Transport error: {0}", error);
    llvm::consumeError(std::move(error));
    return 1;
  }
  return server.shutDown ? 0 : 1;
}

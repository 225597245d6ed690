package io.malmoi.cli;

import io.malmoi.cli.client.Client;
import io.malmoi.cli.client.ExitCode;
import io.malmoi.cli.client.Names;
import io.malmoi.cli.client.Pages;
import io.malmoi.cli.client.TokenizerDownload;
import io.malmoi.cli.client.TokenizerUpload;
import io.malmoi.cli.jobs.Descriptions;
import io.malmoi.cli.terminal.Format;
import io.malmoi.cli.terminal.MarkedTokens;
import io.malmoi.cli.terminal.Table;
import io.malmoi.v1.DecodeRequest;
import io.malmoi.v1.DecodeResponse;
import io.malmoi.v1.DeleteTokenizerRequest;
import io.malmoi.v1.EncodeResponse;
import io.malmoi.v1.EvaluateTokenizersRequest;
import io.malmoi.v1.EvaluateTokenizersResponse;
import io.malmoi.v1.GetTokenizerRequest;
import io.malmoi.v1.JobSpec;
import io.malmoi.v1.ListTokenizersRequest;
import io.malmoi.v1.ListTokenizersResponse;
import io.malmoi.v1.Tokenizer;
import io.malmoi.v1.TrainTokenizerSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Tokenizers. */
@Command(
        name = "tokenizer",
        mixinStandardHelpOptions = true,
        header = "Train and use tokenizers.",
        synopsisSubcommandLabel = "COMMAND")
final class TokenizerCommand extends Group {
    private final Session session;

    TokenizerCommand(Session session) {
        this.session = session;
    }

    @Command(
            name = "train",
            mixinStandardHelpOptions = true,
            header = "Train a BPE or word-level tokenizer, saved as Hugging Face tokenizer.json.")
    int train(
            @Option(names = "--corpus", required = true, paramLabel = "CORPUS", description = "The text to train on.")
                    String corpus,
            @Option(names = "--id", paramLabel = "ID", description = "Id of the tokenizer. Default: a new one.")
                    String id,
            @Option(names = "--vocabulary-size", paramLabel = "N", description = "Number of tokens. Default: 8,000.")
                    int vocabularySize,
            @Option(
                            names = "--minimum-frequency",
                            paramLabel = "N",
                            description = "Merge a pair only if it occurs this often. Default: 2.")
                    int minimumFrequency,
            @Option(
                            names = "--special-token",
                            paramLabel = "TEXT",
                            description = "A special token; the first ends a document. May be given several times."
                                    + " Default: the preset's.")
                    List<String> specialTokens,
            @Mixin TokenizerParts parts,
            @Mixin JobOptions job) {
        String source = Names.of("corpora", corpus);
        TrainTokenizerSpec.Builder spec = TrainTokenizerSpec.newBuilder()
                .setTokenizer(Names.of("tokenizers", id != null ? id : Names.derived(source)))
                .setCorpus(source)
                .setVocabularySize(vocabularySize)
                .setMinimumFrequency(minimumFrequency)
                .addAllSpecialTokens(specialTokens == null ? List.of() : specialTokens);
        parts.addTo(spec);
        return new JobRuns(session).start(JobSpec.newBuilder().setTrainTokenizer(spec), job);
    }

    @Command(name = "list", mixinStandardHelpOptions = true, header = "List the tokenizers.")
    int list() {
        try (Client client = session.connect()) {
            ListTokenizersResponse.Builder all = ListTokenizersResponse.newBuilder();
            Pages.forEach(token -> {
                ListTokenizersResponse page = client.tokenizers()
                        .listTokenizers(ListTokenizersRequest.newBuilder()
                                .setPageSize(Pages.SIZE)
                                .setPageToken(token)
                                .build());
                all.addAllTokenizers(page.getTokenizersList());
                return page.getNextPageToken();
            });
            Table table = new Table("TOKENIZER", "KIND", "VOCABULARY", "BYTES A TOKEN", "CORPUS", "CREATED");
            all.getTokenizersList()
                    .forEach(it -> table.add(
                            Names.id(it.getName()),
                            it.getKind(),
                            Format.count(it.getVocabularySize()),
                            it.getCorpus().isEmpty() ? "" : Format.decimal(it.getBytesPerToken(), 2),
                            it.getCorpus().isEmpty() ? "imported" : Names.id(it.getCorpus()),
                            Descriptions.time(it.getCreateTime())));
            session.print(all.build(), table.lines());
            return ExitCode.OK;
        }
    }

    @Command(name = "show", mixinStandardHelpOptions = true, header = "Show one tokenizer.")
    int show(@Parameters(paramLabel = "TOKENIZER") String tokenizer) {
        try (Client client = session.connect()) {
            Tokenizer found = client.tokenizers()
                    .getTokenizer(GetTokenizerRequest.newBuilder()
                            .setName(Names.of("tokenizers", tokenizer))
                            .build());
            session.print(found, Descriptions.of(found));
            return ExitCode.OK;
        }
    }

    @Command(
            name = "import",
            mixinStandardHelpOptions = true,
            header = "Bring in a tokenizer of another project.",
            description = "tokenizer.json; vocab.json and merges.txt, or encoder.json and vocab.bpe, of GPT-2; ranks of"
                    + " tiktoken, such as cl100k_base.tiktoken; tokenizer.bin of llama2.c.")
    int importTokenizer(
            @Parameters(paramLabel = "FILE", arity = "1..*", description = "The files, or the folder that they are in.")
                    List<Path> files,
            @Option(names = "--id", paramLabel = "ID", description = "Id of the tokenizer. Default: from the name.")
                    String id)
            throws IOException, InterruptedException {
        String name = id != null
                ? Names.id(Names.of("tokenizers", id))
                : Names.ofFile(files.get(0).toAbsolutePath());
        try (Client client = session.connect()) {
            Tokenizer imported = TokenizerUpload.send(client.tokenizerUploads(), name, TokenizerSources.of(files));
            session.print(imported, Descriptions.of(imported));
            return ExitCode.OK;
        }
    }

    @Command(
            name = "export",
            mixinStandardHelpOptions = true,
            header = "Write a tokenizer's files, as Hugging Face tokenizers and transformers open them.",
            description = "Writes tokenizer.json, tokenizer_config.json and special_tokens_map.json into a folder.")
    int export(
            @Parameters(paramLabel = "TOKENIZER") String tokenizer,
            @Parameters(
                            paramLabel = "FOLDER",
                            arity = "0..1",
                            description = "Made if it is not there. Default: one named as the tokenizer.")
                    Path folder)
            throws IOException {
        String name = Names.of("tokenizers", tokenizer);
        Path target = folder != null ? folder : Path.of(Names.id(name));
        try (Client client = session.connect()) {
            Tokenizer found = client.tokenizers()
                    .getTokenizer(GetTokenizerRequest.newBuilder().setName(name).build());
            List<Path> written = TokenizerDownload.save(client.tokenizers(), name, target);
            session.print(found, written.stream().map(Path::toString).toList());
            return ExitCode.OK;
        }
    }

    @Command(
            name = "delete",
            mixinStandardHelpOptions = true,
            header = "Delete a tokenizer that no dataset and no model was made with.")
    int delete(@Parameters(paramLabel = "TOKENIZER") String tokenizer) {
        return session.delete(
                Names.of("tokenizers", tokenizer),
                (client, name) -> client.tokenizers()
                        .deleteTokenizer(DeleteTokenizerRequest.newBuilder()
                                .setName(name)
                                .build()));
    }

    @Command(
            name = "evaluate",
            mixinStandardHelpOptions = true,
            header = "Show how well tokenizers suit a text, side by side.")
    int evaluate(
            @Parameters(paramLabel = "TOKENIZER", arity = "1..8") List<String> tokenizers,
            @Option(names = "--corpus", required = true, paramLabel = "CORPUS", description = "The text.")
                    String corpus,
            @Option(names = "--most-bytes", paramLabel = "N", description = "Of the text. Default: 4,194,304.")
                    long mostBytes,
            @Option(
                            names = "--sample",
                            paramLabel = "TEXT",
                            description = "Also show how each tokenizer cuts this text.")
                    String sample) {
        try (Client client = session.connect()) {
            EvaluateTokenizersResponse evaluated = client.tokenizers()
                    .evaluateTokenizers(EvaluateTokenizersRequest.newBuilder()
                            .addAllTokenizers(tokenizers.stream()
                                    .map(it -> Names.of("tokenizers", it))
                                    .toList())
                            .setCorpus(Names.of("corpora", corpus))
                            .setMostBytes(mostBytes)
                            .build());
            List<String> lines = new ArrayList<>(TokenizerReports.lines(evaluated.getReportsList()));
            for (int i = 0; sample != null && i < tokenizers.size(); i++) {
                EncodeResponse encoding = client.tokenizers()
                        .encode(new EncodeOptions().request(Names.of("tokenizers", tokenizers.get(i)), sample, true));
                lines.add(tokenizers.get(i) + ", " + encoding.getIdsCount() + " tokens: " + marked(sample, encoding));
            }
            session.print(evaluated, lines);
            return ExitCode.OK;
        }
    }

    private String marked(String text, EncodeResponse encoding) {
        return MarkedTokens.of(text, encoding, session.console().colours());
    }

    @Command(
            name = "encode",
            mixinStandardHelpOptions = true,
            header = "Turn text into token ids.",
            description = "Prints the ids on one line.")
    int encode(
            @Parameters(paramLabel = "TOKENIZER") String tokenizer,
            @Parameters(paramLabel = "TEXT", arity = "0..1", description = "The text. Default: standard input.")
                    String text,
            @Option(
                            names = "--tokens",
                            description =
                                    "Print each token's id, text and place, one a line; marked by colours on a terminal.")
                    boolean tokens,
            @Option(names = "--marked", description = "Print the text with its tokens marked by colours.")
                    boolean marked,
            @Mixin EncodeOptions options)
            throws IOException {
        String input = text != null ? text : InputText.read(session.console().input());
        try (Client client = session.connect()) {
            boolean details = tokens || marked || session.json();
            EncodeResponse encoding =
                    client.tokenizers().encode(options.request(Names.of("tokenizers", tokenizer), input, details));
            session.print(
                    encoding,
                    marked ? List.of(marked(input, encoding)) : tokens ? table(encoding) : List.of(line(encoding)));
            return ExitCode.OK;
        }
    }

    @Command(name = "decode", mixinStandardHelpOptions = true, header = "Turn token ids into text.")
    int decode(
            @Parameters(paramLabel = "TOKENIZER") String tokenizer,
            @Parameters(
                            paramLabel = "ID",
                            arity = "0..*",
                            split = "[,\\s]+",
                            description = "The ids, separated by spaces or commas. Default: from standard input.")
                    List<String> ids,
            @Option(names = "--skip-special-tokens", description = "Leave special tokens out.")
                    boolean skipSpecialTokens)
            throws IOException {
        try (Client client = session.connect()) {
            DecodeResponse decoded = client.tokenizers()
                    .decode(DecodeRequest.newBuilder()
                            .setTokenizer(Names.of("tokenizers", tokenizer))
                            .addAllIds(
                                    ids != null
                                            ? TokenIds.of(ids)
                                            : TokenIds.read(session.console().input()))
                            .setSkipSpecialTokens(skipSpecialTokens)
                            .build());
            session.print(decoded, List.of(decoded.getText()));
            return ExitCode.OK;
        }
    }

    private static String line(EncodeResponse encoding) {
        return encoding.getIdsList().stream().map(String::valueOf).collect(Collectors.joining(" "));
    }

    private List<String> table(EncodeResponse encoding) {
        boolean colours = session.console().colours();
        Table table = new Table("ID", "TOKEN", "PLACE");
        for (int i = 0; i < encoding.getIdsCount(); i++) {
            String token = TokenizerReports.shown(encoding.getTokens(i));
            table.add(
                    String.valueOf(encoding.getIds(i)),
                    colours ? MarkedTokens.coloured(token, i) : token,
                    encoding.getStarts(i) + "-" + encoding.getEnds(i));
        }
        return table.lines();
    }
}

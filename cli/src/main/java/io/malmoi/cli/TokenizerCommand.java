package io.malmoi.cli;

import io.malmoi.cli.client.Client;
import io.malmoi.cli.client.ExitCode;
import io.malmoi.cli.client.Names;
import io.malmoi.cli.client.Pages;
import io.malmoi.cli.jobs.Descriptions;
import io.malmoi.cli.terminal.Format;
import io.malmoi.cli.terminal.Table;
import io.malmoi.v1.DecodeRequest;
import io.malmoi.v1.DecodeResponse;
import io.malmoi.v1.EncodeRequest;
import io.malmoi.v1.EncodeResponse;
import io.malmoi.v1.GetTokenizerRequest;
import io.malmoi.v1.JobSpec;
import io.malmoi.v1.ListTokenizersRequest;
import io.malmoi.v1.ListTokenizersResponse;
import io.malmoi.v1.Tokenizer;
import io.malmoi.v1.TrainTokenizerSpec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
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
            header = "Train a byte-level BPE tokenizer, saved as Hugging Face tokenizer.json.")
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
                                    + " Default: <|endoftext|>.")
                    List<String> specialTokens,
            @Mixin JobOptions job) {
        String source = Names.of("corpora", corpus);
        TrainTokenizerSpec.Builder spec = TrainTokenizerSpec.newBuilder()
                .setTokenizer(Names.of("tokenizers", id != null ? id : Names.derived(source)))
                .setCorpus(source)
                .setVocabularySize(vocabularySize)
                .setMinimumFrequency(minimumFrequency)
                .addAllSpecialTokens(specialTokens == null ? List.of() : specialTokens);
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
            Table table = new Table("TOKENIZER", "VOCABULARY", "BYTES A TOKEN", "CORPUS", "CREATED");
            all.getTokenizersList()
                    .forEach(it -> table.add(
                            Names.id(it.getName()),
                            Format.count(it.getVocabularySize()),
                            Format.decimal(it.getBytesPerToken(), 2),
                            Names.id(it.getCorpus()),
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
            name = "encode",
            mixinStandardHelpOptions = true,
            header = "Turn text into token ids.",
            description = "Prints the ids on one line.")
    int encode(
            @Parameters(paramLabel = "TOKENIZER") String tokenizer,
            @Parameters(paramLabel = "TEXT", arity = "0..1", description = "The text. Default: standard input.")
                    String text,
            @Option(names = "--tokens", description = "Print each token's id and text, one a line.") boolean tokens,
            @Option(
                            names = "--parse-special-tokens",
                            description = "Read the spelling of a special token as that token.")
                    boolean parseSpecialTokens)
            throws IOException {
        String input =
                text != null ? text : new String(session.console().input().readAllBytes(), StandardCharsets.UTF_8);
        try (Client client = session.connect()) {
            EncodeResponse encoding = client.tokenizers()
                    .encode(EncodeRequest.newBuilder()
                            .setTokenizer(Names.of("tokenizers", tokenizer))
                            .setText(input)
                            .setParseSpecialTokens(parseSpecialTokens)
                            .build());
            session.print(encoding, tokens ? table(encoding) : List.of(line(encoding)));
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
                    List<Integer> ids,
            @Option(names = "--skip-special-tokens", description = "Leave special tokens out.")
                    boolean skipSpecialTokens)
            throws IOException {
        try (Client client = session.connect()) {
            DecodeResponse decoded = client.tokenizers()
                    .decode(DecodeRequest.newBuilder()
                            .setTokenizer(Names.of("tokenizers", tokenizer))
                            .addAllIds(
                                    ids != null
                                            ? ids
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

    private static List<String> table(EncodeResponse encoding) {
        Table table = new Table("ID", "TOKEN");
        for (int i = 0; i < encoding.getIdsCount(); i++) {
            table.add(
                    String.valueOf(encoding.getIds(i)),
                    encoding.getTokens(i).replace("\n", "\\n").replace("\t", "\\t"));
        }
        return table.lines();
    }
}

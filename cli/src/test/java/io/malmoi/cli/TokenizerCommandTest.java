package io.malmoi.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.malmoi.cli.terminal.Console.Terminals;
import io.malmoi.v1.EncodingOptions;
import io.malmoi.v1.TrainTokenizerSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenizerCommandTest {
    private static final Terminals TERMINAL = new Terminals(false, true, true, 80);

    @TempDir
    Path folder;

    private FakeMalmoi server;

    @BeforeEach
    void start() throws IOException {
        server = new FakeMalmoi();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private Invocation malmoi(String... arguments) {
        return on(Terminals.NONE, true, arguments);
    }

    private Invocation on(Terminals terminals, boolean colourful, String... arguments) {
        String[] all = Stream.concat(
                        Stream.concat(Stream.of("tokenizer"), Stream.of(arguments)),
                        Stream.of("--address", server.address()))
                .toArray(String[]::new);
        return Invocation.on(terminals, colourful, "", all);
    }

    @Test
    void everyPartOfATokenizerCanBeAskedFor() {
        malmoi(
                "train",
                "--corpus",
                "c",
                "--id",
                "t",
                "--preset",
                "whitespace",
                "--normalizer",
                "nfkc",
                "--normalizer",
                "replace:a=b",
                "--pre-tokenizer",
                "digits:individual",
                "--pre-tokenizer",
                "split:o200k",
                "--limit-alphabet",
                "100",
                "--special-token",
                "<s>",
                "--detach");
        TrainTokenizerSpec spec = server.jobRequests.get(0).getSpec().getTrainTokenizer();
        assertThat(spec.getTokenizer()).isEqualTo("tokenizers/t");
        assertThat(spec.getPreset()).isEqualTo(TrainTokenizerSpec.Preset.WHITESPACE);
        assertThat(spec.getNormalizers(1).getReplace().getContent()).isEqualTo("b");
        assertThat(spec.getPreTokenizers(0).getDigits().getIndividual()).isTrue();
        assertThat(spec.getPreTokenizers(1).getSplit().getPattern().getRegex()).isEqualTo("o200k");
        assertThat(spec.getLimitAlphabet()).isEqualTo(100);
        assertThat(spec.getSpecialTokensList()).containsExactly("<s>");
    }

    @Test
    void whatIsNotKnownIsRefusedBeforeAnythingIsSent() {
        Invocation run = malmoi("train", "--corpus", "c", "--normalizer", "nfx");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("nfx", "nfkc");
        assertThat(malmoi("train", "--corpus", "c", "--preset", "x").err()).contains("'x'", "whitespace");
        assertThat(malmoi("train", "--corpus", "c", "--pre-tokenizer", "metaspace:fisrt")
                        .err())
                .contains("'metaspace:fisrt'", "metaspace:first");
        assertThat(server.jobRequests).isEmpty();
    }

    @Test
    void optionsOfEncodingAreSent() {
        malmoi(
                "encode",
                "t",
                "말모이",
                "--pair",
                "사전",
                "--truncate",
                "9",
                "--truncation-side",
                "left",
                "--pad",
                "12",
                "--padding-token",
                "[PAD]",
                "--allow-special-token",
                "[SEP]");
        EncodingOptions options = server.tokenizers.encoded.get(0).getOptions();
        assertThat(server.tokenizers.encoded.get(0).getPair()).isEqualTo("사전");
        assertThat(options.getTruncation().getLength()).isEqualTo(9);
        assertThat(options.getTruncation().getSide()).isEqualTo(EncodingOptions.Side.LEFT);
        assertThat(options.getPadding().getLength()).isEqualTo(12);
        assertThat(options.getPadding().getToken()).isEqualTo("[PAD]");
        assertThat(options.getAllowedSpecialTokensList()).containsExactly("[SEP]");
        assertThat(malmoi("encode", "t", "x", "--pad", "3", "--padding-side", "up")
                        .err())
                .contains("--padding-side is 'up'; expected left or right");
    }

    @Test
    void tokensAreMarkedByBarsWhereThereAreNoColours() {
        assertThat(malmoi("encode", "pairs", "말모이 사전", "--marked").out().strip())
                .isEqualTo("말모|이 |사전");
        assertThat(on(TERMINAL, false, "encode", "pairs", "말모이", "--marked").out())
                .startsWith("말모|이");
        assertThat(malmoi("encode", "pairs", "ab\nc", "--tokens").lines())
                .containsExactly("ID  TOKEN  PLACE", "97  ab     0-2", "10  \\nc    2-4");
        assertThat(malmoi("encode", "pairs", "abc", "--json").out()).contains("\"starts\":[0,2],\"ends\":[2,3]");
    }

    @Test
    void tokensAreMarkedByColoursOnATerminal() {
        assertThat(on(TERMINAL, true, "encode", "pairs", "말모이", "--marked")
                        .out()
                        .strip())
                .isEqualTo("\u001b[30;44m말모\u001b[0m\u001b[30;42m이\u001b[0m");
        assertThat(on(TERMINAL, true, "encode", "pairs", "말모이", "--tokens").lines())
                .contains("47568  \u001b[30;44m말모\u001b[0m   0-2", "51060  \u001b[30;42m이\u001b[0m     2-3");
    }

    @Test
    void tokenizersAreComparedSideBySide() {
        Invocation run = malmoi("evaluate", "pairs", "large", "--corpus", "c", "--sample", "말모이");
        assertThat(run.exitCode()).isZero();
        assertThat(run.out())
                .containsPattern(" +pairs +large\n")
                .containsPattern("bytes a token +3\\.000 +1\\.500\n")
                .containsPattern("tokens an eojeol +2\\.000 +4\\.000\n")
                .containsPattern("vocabulary used +50 \\(25\\.0 %\\) +50 \\(25\\.0 %\\)\n")
                .containsPattern("lines given back +10 of 10 +9 of 10\n")
                .contains("pairs, longest:       [사전이다]", "large, first line not given back: 각\\n")
                .contains("pairs, 2 tokens: 말모|이", "large, 3 tokens: 말|모|이");
        assertThat(on(TERMINAL, true, "evaluate", "pairs", "--corpus", "c", "--sample", "말모이")
                        .out())
                .contains("pairs, 2 tokens: \u001b[30;44m말모\u001b[0m");
        assertThat(malmoi("evaluate", "pairs", "--corpus", "c", "--json").lastLine())
                .contains("\"bytesPerToken\":3.0");
    }

    @Test
    void filesOfAFolderAreImported() throws IOException {
        Files.writeString(folder.resolve("vocab.json"), "{\"a\": 0}");
        Files.writeString(folder.resolve("merges.txt"), "#version: 0.2\n");
        Files.writeString(folder.resolve("pytorch_model.bin"), "no tokenizer");
        Invocation run = malmoi("import", folder.toString(), "--id", "gpt2");
        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).contains("tokenizers/gpt2");
        assertThat(server.tokenizers.files).containsOnlyKeys("vocab.json", "merges.txt");
        assertThat(malmoi("import", folder.resolve("none").toString()).exitCode())
                .isEqualTo(3);
    }

    @Test
    void filesAreWrittenIntoAFolderButNotOverOthers() throws IOException {
        Path target = folder.resolve("out");
        assertThat(malmoi("export", "t", target.toString()).lines())
                .containsExactly(
                        target.resolve("tokenizer.json").toString(),
                        target.resolve("tokenizer_config.json").toString());
        assertThat(target.resolve("tokenizer.json")).hasContent("{\"model\": 1}");
        assertThat(target.resolve("tokenizer_config.json")).hasContent("{}");
        Invocation again = malmoi("export", "t", target.toString());
        assertThat(again.exitCode()).isEqualTo(4);
        assertThat(again.err()).contains("tokenizer.json is there already: name another folder, or delete it");
    }

    @Test
    void aMalformedFileIsToldWithThePlaceOfTheFault() throws IOException {
        Path file = Files.writeString(folder.resolve("tokenizer.json"), "{}");
        Invocation run = malmoi("import", file.toString(), "--id", "bad");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err().strip())
                .isEqualTo("malmoi: content: tokenizer.json: model: an object was expected, not nothing");
    }

    @Test
    void whatIsNeededIsNotDeleted() {
        Invocation run = malmoi("delete", "needed");
        assertThat(run.exitCode()).isEqualTo(4);
        assertThat(run.err()).contains("datasets/d was made with tokenizers/needed: delete datasets/d first");
        assertThat(malmoi("delete", "t").out().strip()).isEqualTo("tokenizers/t is deleted.");
        assertThat(server.tokenizers.deleted).containsExactly("tokenizers/t");
    }

    @Test
    void showsWhatATokenizerWasTrainedWithout() {
        assertThat(malmoi("show", "t").out())
                .contains("9,100,000 of the rarest words, 3.45 % of the text's, for want of memory");
        assertThat(malmoi("show", "t", "--json").out())
                .contains("\"leftOutWords\":\"9100000\"", "\"leftOutShare\":0.0345");
    }

    @Test
    void aTextOverTheLimitIsToldWithTheRemedy() {
        Invocation run = malmoi("encode", "t", "가".repeat(2_000_000));
        assertThat(run.exitCode()).isNotZero();
        assertThat(run.err().strip())
                .startsWith("malmoi: gRPC message exceeds maximum size 4194304: ")
                .endsWith(" bytes (send less at once, or raise malmoi.grpc.max-message-bytes of the service)");
    }

    @Test
    void anIdOutsideTheVocabularyIsNamed() {
        assertThat(malmoi("decode", "t", "97", "98").out().strip()).isEqualTo("ab");
        assertThat(malmoi("decode", "t", "97,98").out().strip()).isEqualTo("ab");
        assertThat(malmoi("decode", "t", "97", "9x").err().strip())
                .isEqualTo("malmoi: '9x' is no token id; expected whole numbers");
        Invocation run = malmoi("decode", "t", "97", "1000");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err().strip()).isEqualTo("malmoi: ids[1]: is 1000, outside the vocabulary: give 0 to 999");
    }
}

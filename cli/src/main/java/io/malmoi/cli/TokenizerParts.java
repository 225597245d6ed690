package io.malmoi.cli;

import io.malmoi.cli.client.CliException;
import io.malmoi.cli.client.ExitCode;
import io.malmoi.v1.Normalizer;
import io.malmoi.v1.PreTokenizer;
import io.malmoi.v1.TextPattern;
import io.malmoi.v1.TrainTokenizerSpec;
import io.malmoi.v1.TrainTokenizerSpec.Preset;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Option;

/** How text is prepared for a tokenizer, and what its first tokens are. */
final class TokenizerParts {
    private static final String NORMALIZERS = "nfc, nfd, nfkc, nfkd, lowercase, strip, replace:FROM=TO";
    private static final String PRE_TOKENIZERS =
            "byte-level, byte-level:prefix-space, bytes, whitespace, whitespace-split,"
                    + " metaspace, metaspace:first, metaspace:never, digits, digits:individual, split:REGEX (or gpt2, korean,"
                    + " cl100k, o200k),"
                    + " removed:REGEX";

    @Option(
            names = "--preset",
            paramLabel = "NAME",
            description = "korean (the default), gpt2, whitespace, or word-level.")
    private Preset preset;

    @Option(
            names = "--normalizer",
            paramLabel = "NAME",
            description = "Instead of the preset's: " + NORMALIZERS + ". May be given several times.")
    private List<String> normalizers = List.of();

    @Option(
            names = "--pre-tokenizer",
            paramLabel = "NAME",
            description = "Instead of the preset's: " + PRE_TOKENIZERS + ". May be given several times.")
    private List<String> preTokenizers = List.of();

    @Option(names = "--limit-alphabet", paramLabel = "N", description = "Most characters that become tokens.")
    private int limitAlphabet;

    @Option(
            names = "--initial-alphabet",
            paramLabel = "TEXT",
            description = "Characters that become tokens though the text has none of them.")
    private String initialAlphabet = "";

    @Option(names = "--max-token-length", paramLabel = "N", description = "Tokens stay shorter than this.")
    private int maxTokenLength;

    @Option(
            names = "--continuing-subword-prefix",
            paramLabel = "TEXT",
            description = "Begins every character of a word but the first, such as ##.")
    private String continuingSubwordPrefix = "";

    @Option(
            names = "--end-of-word-suffix",
            paramLabel = "TEXT",
            description = "Ends the last character of a word, such as </w>.")
    private String endOfWordSuffix = "";

    @Option(
            names = "--unknown-token",
            paramLabel = "TEXT",
            description = "The special token for characters that the vocabulary does not have.")
    private String unknownToken = "";

    void addTo(TrainTokenizerSpec.Builder spec) {
        if (preset != null) {
            spec.setPreset(preset);
        }
        normalizers.forEach(name -> spec.addNormalizers(normalizer(name)));
        preTokenizers.forEach(name -> spec.addPreTokenizers(preTokenizer(name)));
        spec.setLimitAlphabet(limitAlphabet)
                .setInitialAlphabet(initialAlphabet)
                .setMaxTokenLength(maxTokenLength)
                .setContinuingSubwordPrefix(continuingSubwordPrefix)
                .setEndOfWordSuffix(endOfWordSuffix)
                .setUnknownToken(unknownToken);
    }

    private static CliException unknown(String option, String name, String known) {
        return new CliException(ExitCode.USAGE, option + " is '" + name + "'; expected one of " + known);
    }

    private static Normalizer normalizer(String name) {
        Normalizer.Builder normalizer = Normalizer.newBuilder();
        if (name.startsWith("replace:") && name.indexOf('=') > 0) {
            String[] parts = name.substring("replace:".length()).split("=", 2);
            return normalizer
                    .setReplace(Normalizer.Replace.newBuilder()
                            .setPattern(TextPattern.newBuilder().setText(parts[0]))
                            .setContent(parts[1]))
                    .build();
        }
        switch (name) {
            case "nfc", "nfd", "nfkc", "nfkd" ->
                normalizer.setUnicode(Normalizer.Form.valueOf(name.toUpperCase(Locale.ROOT)));
            case "lowercase" -> normalizer.setLowercase(Normalizer.Lowercase.getDefaultInstance());
            case "strip" ->
                normalizer.setStrip(Normalizer.Strip.newBuilder().setLeft(true).setRight(true));
            default -> throw unknown("--normalizer", name, NORMALIZERS);
        }
        return normalizer.build();
    }

    private static PreTokenizer preTokenizer(String name) {
        if (name.startsWith("split:")) {
            return split(name.substring("split:".length()), PreTokenizer.Split.Behavior.ISOLATED);
        }
        if (name.startsWith("removed:")) {
            return split(name.substring("removed:".length()), PreTokenizer.Split.Behavior.REMOVED);
        }
        PreTokenizer.Builder preTokenizer = PreTokenizer.newBuilder();
        switch (name) {
            case "byte-level", "byte-level:prefix-space" ->
                preTokenizer.setByteLevel(
                        PreTokenizer.ByteLevel.newBuilder().setAddPrefixSpace(name.endsWith(":prefix-space")));
            case "bytes" ->
                preTokenizer.setByteLevel(PreTokenizer.ByteLevel.newBuilder().setSkipPattern(true));
            case "whitespace" -> preTokenizer.setWhitespace(PreTokenizer.Whitespace.getDefaultInstance());
            case "whitespace-split" ->
                preTokenizer.setWhitespaceSplit(PreTokenizer.WhitespaceSplit.getDefaultInstance());
            case "metaspace" -> preTokenizer.setMetaspace(metaspace(PreTokenizer.Metaspace.PrependScheme.ALWAYS));
            case "metaspace:first" -> preTokenizer.setMetaspace(metaspace(PreTokenizer.Metaspace.PrependScheme.FIRST));
            case "metaspace:never" -> preTokenizer.setMetaspace(metaspace(PreTokenizer.Metaspace.PrependScheme.NEVER));
            case "digits", "digits:individual" ->
                preTokenizer.setDigits(PreTokenizer.Digits.newBuilder().setIndividual(name.endsWith(":individual")));
            default -> throw unknown("--pre-tokenizer", name, PRE_TOKENIZERS);
        }
        return preTokenizer.build();
    }

    private static PreTokenizer.Metaspace.Builder metaspace(PreTokenizer.Metaspace.PrependScheme scheme) {
        return PreTokenizer.Metaspace.newBuilder().setPrependScheme(scheme);
    }

    private static PreTokenizer split(String regex, PreTokenizer.Split.Behavior behavior) {
        return PreTokenizer.newBuilder()
                .setSplit(PreTokenizer.Split.newBuilder()
                        .setPattern(TextPattern.newBuilder().setRegex(regex))
                        .setBehavior(behavior))
                .build();
    }
}

package io.malmoi.tokenizer;

import io.malmoi.tokenization.definition.Normalizer;
import io.malmoi.tokenization.definition.PreTokenizer;
import io.malmoi.tokenization.definition.PreTokenizer.PrependScheme;
import io.malmoi.tokenization.definition.PreTokenizer.SplitBehavior;
import io.malmoi.tokenization.definition.TextPattern;
import io.malmoi.tokenization.training.BpeSettings;
import io.malmoi.v1.TrainTokenizerSpec;
import io.malmoi.v1.TrainTokenizerSpec.Preset;
import java.text.Normalizer.Form;
import java.util.List;

/** What a spec, whose defaults are filled in, asks of the trainer. */
final class TrainingSettings {
    private TrainingSettings() {}

    /**
     * Settings of a spec that asks for BPE.
     *
     * @throws IllegalArgumentException naming what is wrong, such as a pattern that is malformed
     */
    static BpeSettings of(TrainTokenizerSpec spec) {
        return new BpeSettings(
                spec.getVocabularySize(),
                spec.getMinimumFrequency(),
                spec.getSpecialTokensList(),
                normalizer(spec),
                preTokenizer(spec),
                new BpeSettings.Characters(
                        spec.getLimitAlphabet(),
                        spec.getInitialAlphabet(),
                        spec.getMaxTokenLength(),
                        spec.getContinuingSubwordPrefix(),
                        spec.getEndOfWordSuffix(),
                        spec.getUnknownToken()));
    }

    private static Normalizer normalizer(TrainTokenizerSpec spec) {
        List<Normalizer> asked =
                spec.getNormalizersList().stream().map(TrainingSettings::of).toList();
        if (asked.isEmpty()) {
            return spec.getPreset() == Preset.GPT2 || spec.getPreset() == Preset.WHITESPACE
                    ? Normalizer.NONE
                    : new Normalizer.Unicode(Form.NFC);
        }
        return asked.size() == 1 ? asked.get(0) : new Normalizer.Sequence(asked);
    }

    private static PreTokenizer preTokenizer(TrainTokenizerSpec spec) {
        List<PreTokenizer> asked =
                spec.getPreTokenizersList().stream().map(TrainingSettings::of).toList();
        if (asked.isEmpty()) {
            return switch (spec.getPreset()) {
                case WHITESPACE -> new PreTokenizer.Whitespace();
                case GPT2 -> PreTokenizer.BYTE_LEVEL;
                default -> PreTokenizer.KOREAN;
            };
        }
        return asked.size() == 1 ? asked.get(0) : new PreTokenizer.Sequence(asked);
    }

    private static Normalizer of(io.malmoi.v1.Normalizer normalizer) {
        return switch (normalizer.getKindCase()) {
            case UNICODE ->
                new Normalizer.Unicode(Form.valueOf(normalizer.getUnicode().name()));
            case LOWERCASE -> new Normalizer.Lowercase();
            case STRIP ->
                new Normalizer.Strip(
                        normalizer.getStrip().getLeft(), normalizer.getStrip().getRight());
            case REPLACE ->
                new Normalizer.Replace(
                        of(normalizer.getReplace().getPattern()),
                        normalizer.getReplace().getContent());
            case KIND_NOT_SET -> throw new IllegalArgumentException("a normalizer is empty");
        };
    }

    private static PreTokenizer of(io.malmoi.v1.PreTokenizer preTokenizer) {
        return switch (preTokenizer.getKindCase()) {
            case BYTE_LEVEL ->
                new PreTokenizer.ByteLevel(
                        preTokenizer.getByteLevel().getAddPrefixSpace(),
                        !preTokenizer.getByteLevel().getSkipPattern());
            case WHITESPACE -> new PreTokenizer.Whitespace();
            case WHITESPACE_SPLIT -> new PreTokenizer.WhitespaceSplit();
            case SPLIT -> of(preTokenizer.getSplit());
            case METASPACE ->
                new PreTokenizer.Metaspace(
                        '\u2581', of(preTokenizer.getMetaspace().getPrependScheme()), true);
            case DIGITS -> new PreTokenizer.Digits(preTokenizer.getDigits().getIndividual());
            case KIND_NOT_SET -> throw new IllegalArgumentException("a pre-tokenizer is empty");
        };
    }

    private static PreTokenizer of(io.malmoi.v1.PreTokenizer.Split split) {
        SplitBehavior behavior = switch (split.getBehavior()) {
            case REMOVED -> SplitBehavior.REMOVED;
            case MERGED_WITH_PREVIOUS -> SplitBehavior.MERGED_WITH_PREVIOUS;
            case MERGED_WITH_NEXT -> SplitBehavior.MERGED_WITH_NEXT;
            case CONTIGUOUS -> SplitBehavior.CONTIGUOUS;
            default -> SplitBehavior.ISOLATED;
        };
        return new PreTokenizer.Split(of(split.getPattern()), behavior, split.getInvert());
    }

    private static PrependScheme of(io.malmoi.v1.PreTokenizer.Metaspace.PrependScheme scheme) {
        return switch (scheme) {
            case FIRST -> PrependScheme.FIRST;
            case NEVER -> PrependScheme.NEVER;
            default -> PrependScheme.ALWAYS;
        };
    }

    private static TextPattern of(io.malmoi.v1.TextPattern pattern) {
        if (pattern.hasText()) {
            return new TextPattern.Literal(pattern.getText());
        }
        return new TextPattern.Regex(
                switch (pattern.getRegex()) {
                    case "gpt2" -> TextPattern.GPT2;
                    case "korean" -> TextPattern.KOREAN;
                    case "cl100k" -> TextPattern.CL100K;
                    case "o200k" -> TextPattern.O200K;
                    default -> pattern.getRegex();
                });
    }
}

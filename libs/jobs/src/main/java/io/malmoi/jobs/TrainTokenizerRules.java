package io.malmoi.jobs;

import io.malmoi.v1.Normalizer;
import io.malmoi.v1.PreTokenizer;
import io.malmoi.v1.TextPattern;
import io.malmoi.v1.TrainTokenizerSpec;
import io.malmoi.v1.TrainTokenizerSpec.Preset;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The rules and defaults of a {@link TrainTokenizerSpec}. */
final class TrainTokenizerRules {
    /** Tokens that every byte-level vocabulary has: one for each byte. */
    private static final int BYTE_TOKENS = 256;

    private static final int MOST_TOKENS = 1_000_000;
    private static final int MOST_SPECIAL_TOKENS = 1_000;
    private static final int LONGEST_SPECIAL_TOKEN = 256;
    private static final int MOST_PARTS = 16;
    private static final int LONGEST_ALPHABET = 100_000;
    private static final int LONGEST_AFFIX = 32;
    private static final int LONGEST_TEXT_PATTERN = 100;
    private static final int LONGEST_REGEX = 10_000;

    private TrainTokenizerRules() {}

    static TrainTokenizerSpec withDefaults(TrainTokenizerSpec spec) {
        TrainTokenizerSpec.Builder complete = spec.toBuilder();
        if (spec.getPreset() == Preset.PRESET_UNSPECIFIED) {
            complete.setPreset(Preset.KOREAN);
        }
        if (spec.getVocabularySize() == 0 && spec.getPreset() != Preset.WORD_LEVEL) {
            complete.setVocabularySize(8_000);
        }
        if (spec.getSpecialTokensCount() == 0) {
            complete.addAllSpecialTokens(specialTokens(spec.getPreset()));
        }
        if (spec.getMinimumFrequency() == 0 && spec.getPreset() != Preset.WORD_LEVEL) {
            complete.setMinimumFrequency(2);
        }
        boolean usual = complete.getSpecialTokensList().contains("[UNK]");
        if (spec.getPreset() == Preset.WHITESPACE && spec.getUnknownToken().isEmpty() && usual) {
            complete.setUnknownToken("[UNK]");
        }
        return complete.build();
    }

    private static List<String> specialTokens(Preset preset) {
        return switch (preset) {
            case WHITESPACE -> List.of("[PAD]", "[UNK]", "[BOS]", "[EOS]");
            case WORD_LEVEL -> List.of("<|endoftext|>", "<|unk|>");
            default -> List.of("<|endoftext|>");
        };
    }

    /** Checks a spec whose defaults are filled in. */
    static void check(TrainTokenizerSpec spec, FieldRules rules) {
        rules.name("tokenizer", spec.getTokenizer(), "tokenizers");
        rules.name("corpus", spec.getCorpus(), "corpora");
        rules.require(
                spec.getPreset() != Preset.UNRECOGNIZED,
                "preset",
                "is " + spec.getPresetValue() + "; it must be KOREAN, GPT2, WHITESPACE, WORD_LEVEL or unspecified");
        checkSpecialTokens(spec, rules);
        checkVocabularySize(spec, rules);
        checkParts(spec, rules);
        if (spec.getPreset() == Preset.WORD_LEVEL) {
            rules.require(
                    spec.equals(ofWordLevel(spec)),
                    "preset",
                    "is WORD_LEVEL, which takes vocabulary_size and special_tokens alone; leave the other fields out");
        } else {
            rules.range("minimum_frequency", spec.getMinimumFrequency(), 1, Integer.MAX_VALUE);
            checkCharacters(spec, rules);
        }
    }

    private static TrainTokenizerSpec ofWordLevel(TrainTokenizerSpec spec) {
        return TrainTokenizerSpec.newBuilder()
                .setTokenizer(spec.getTokenizer())
                .setCorpus(spec.getCorpus())
                .setPreset(Preset.WORD_LEVEL)
                .setVocabularySize(spec.getVocabularySize())
                .addAllSpecialTokens(spec.getSpecialTokensList())
                .build();
    }

    private static boolean byteLevel(TrainTokenizerSpec spec) {
        return spec.getPreTokenizersCount() > 0
                ? spec.getPreTokenizersList().stream().anyMatch(PreTokenizer::hasByteLevel)
                : spec.getPreset() == Preset.KOREAN || spec.getPreset() == Preset.GPT2;
    }

    private static void checkSpecialTokens(TrainTokenizerSpec spec, FieldRules rules) {
        int specials = spec.getSpecialTokensCount();
        rules.require(
                specials <= MOST_SPECIAL_TOKENS,
                "special_tokens",
                String.format(Locale.ROOT, "has %,d tokens; at most %,d", specials, MOST_SPECIAL_TOKENS));
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < Math.min(specials, MOST_SPECIAL_TOKENS); i++) {
            String token = spec.getSpecialTokens(i);
            String field = "special_tokens[" + i + "]";
            int characters = token.codePointCount(0, token.length());
            rules.require(
                    characters >= 1 && characters <= LONGEST_SPECIAL_TOKEN,
                    field,
                    "has " + characters + " characters; it must have 1 to " + LONGEST_SPECIAL_TOKEN);
            rules.require(
                    seen.add(token),
                    field,
                    "is '" + FieldRules.shown(token) + "' again; each may stand there once: leave it out");
        }
    }

    private static void checkVocabularySize(TrainTokenizerSpec spec, FieldRules rules) {
        int size = spec.getVocabularySize();
        int specials = Math.min(spec.getSpecialTokensCount(), MOST_SPECIAL_TOKENS);
        if (size == 0 && spec.getPreset() == Preset.WORD_LEVEL) {
            return;
        }
        int first = byteLevel(spec) ? BYTE_TOKENS : 1;
        rules.require(
                size >= first + specials && size <= MOST_TOKENS,
                "vocabulary_size",
                String.format(
                        Locale.ROOT,
                        "is %,d; it must be from %,d (%s and %d special tokens) to %,d",
                        size,
                        first + specials,
                        byteLevel(spec) ? BYTE_TOKENS + " bytes" : "1 character",
                        specials,
                        MOST_TOKENS));
    }

    private static void checkParts(TrainTokenizerSpec spec, FieldRules rules) {
        rules.require(
                spec.getNormalizersCount() <= MOST_PARTS,
                "normalizers",
                "has " + spec.getNormalizersCount() + " items; at most " + MOST_PARTS);
        rules.require(
                spec.getPreTokenizersCount() <= MOST_PARTS,
                "pre_tokenizers",
                "has " + spec.getPreTokenizersCount() + " items; at most " + MOST_PARTS);
        for (int i = 0; i < spec.getNormalizersCount(); i++) {
            checkNormalizer("normalizers[" + i + "]", spec.getNormalizers(i), rules);
        }
        for (int i = 0; i < spec.getPreTokenizersCount(); i++) {
            String field = "pre_tokenizers[" + i + "]";
            checkPreTokenizer(field, spec.getPreTokenizers(i), rules);
            rules.require(
                    !spec.getPreTokenizers(i).hasByteLevel() || i == spec.getPreTokenizersCount() - 1,
                    field,
                    "is byte_level, after which there are no characters to look at; put it last");
        }
    }

    private static void checkNormalizer(String field, Normalizer normalizer, FieldRules rules) {
        boolean known = normalizer.getKindCase() != Normalizer.KindCase.KIND_NOT_SET
                && !(normalizer.hasUnicode() && normalizer.getUnicodeValue() < Normalizer.Form.NFC_VALUE)
                && normalizer.getUnicode() != Normalizer.Form.UNRECOGNIZED;
        rules.require(known, field, "is empty; it must be one of unicode (a form), lowercase, strip and replace");
        if (normalizer.hasReplace()) {
            checkPattern(field + ".replace.pattern", normalizer.getReplace().getPattern(), rules);
        }
    }

    private static void checkPreTokenizer(String field, PreTokenizer preTokenizer, FieldRules rules) {
        rules.require(
                preTokenizer.getKindCase() != PreTokenizer.KindCase.KIND_NOT_SET,
                field,
                "is empty; it must be one of byte_level, whitespace, whitespace_split, split, metaspace and digits");
        if (preTokenizer.hasSplit()) {
            checkPattern(field + ".split.pattern", preTokenizer.getSplit().getPattern(), rules);
        }
    }

    private static void checkPattern(String field, TextPattern pattern, FieldRules rules) {
        int longest = pattern.hasText() ? LONGEST_TEXT_PATTERN : LONGEST_REGEX;
        int length = pattern.getText().length() + pattern.getRegex().length();
        rules.require(
                length >= 1 && length <= longest,
                field,
                "has " + length + " characters; it must have 1 to " + longest + ", as text or regex");
    }

    private static void checkCharacters(TrainTokenizerSpec spec, FieldRules rules) {
        rules.range("limit_alphabet", spec.getLimitAlphabet(), 0, Integer.MAX_VALUE);
        rules.range("max_token_length", spec.getMaxTokenLength(), 0, Integer.MAX_VALUE);
        length("initial_alphabet", spec.getInitialAlphabet(), LONGEST_ALPHABET, rules);
        length("continuing_subword_prefix", spec.getContinuingSubwordPrefix(), LONGEST_AFFIX, rules);
        length("end_of_word_suffix", spec.getEndOfWordSuffix(), LONGEST_AFFIX, rules);
        rules.require(
                spec.getUnknownToken().isEmpty() || spec.getSpecialTokensList().contains(spec.getUnknownToken()),
                "unknown_token",
                "is '" + FieldRules.shown(spec.getUnknownToken()) + "'; it must be one of special_tokens");
        boolean ofCharacters = spec.getLimitAlphabet() != 0
                || !spec.getInitialAlphabet().isEmpty()
                || !spec.getContinuingSubwordPrefix().isEmpty()
                || !spec.getEndOfWordSuffix().isEmpty();
        rules.require(
                !byteLevel(spec) || !ofCharacters,
                "pre_tokenizers",
                "make tokens of bytes; limit_alphabet, initial_alphabet, continuing_subword_prefix and end_of_word_suffix"
                        + " are for tokens of characters: leave them out, or choose pre_tokenizers without byte_level");
    }

    private static void length(String field, String text, int longest, FieldRules rules) {
        rules.require(text.length() <= longest, field, "has " + text.length() + " characters; at most " + longest);
    }
}

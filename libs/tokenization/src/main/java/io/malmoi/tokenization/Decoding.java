package io.malmoi.tokenization;

import io.malmoi.tokenization.definition.PreTokenizer.PrependScheme;
import io.malmoi.tokenization.definition.TokenDecoder;
import io.malmoi.tokenization.pattern.Matcher;
import io.malmoi.tokenization.pattern.Pattern;
import io.malmoi.tokenization.text.ByteSpelling;
import io.malmoi.tokenization.text.Utf8;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;

/** Does what a {@link TokenDecoder} says: tokens become texts, which are joined in the end. Thread-safe. */
@FunctionalInterface
interface Decoding {
    List<String> apply(List<String> tokens);

    static Decoding of(TokenDecoder decoder) {
        if (decoder instanceof TokenDecoder.Sequence sequence) {
            return sequence.decoders().stream()
                    .map(Decoding::of)
                    .reduce(tokens -> tokens, (first, second) -> tokens -> second.apply(first.apply(tokens)));
        }
        if (decoder instanceof TokenDecoder.Spaces) {
            return tokens -> List.of(String.join(" ", tokens));
        }
        if (decoder instanceof TokenDecoder.Fuse) {
            return tokens -> List.of(String.join("", tokens));
        }
        if (decoder instanceof TokenDecoder.ByteLevel) {
            return Decoding::byteLevel;
        }
        if (decoder instanceof TokenDecoder.ByteFallback) {
            return Decoding::byteFallback;
        }
        return ofEach(decoder);
    }

    /** What is done to every token by itself and by its index. */
    private static Decoding ofEach(TokenDecoder decoder) {
        if (decoder instanceof TokenDecoder.Strip strip) {
            return each((token, index) -> strip(token, strip));
        }
        if (decoder instanceof TokenDecoder.Replace replace) {
            Pattern pattern = replace.pattern().compiled();
            return each((token, index) -> replace(token, pattern, replace.content()));
        }
        if (decoder instanceof TokenDecoder.WordPiece wordPiece) {
            UnaryOperator<String> cleanup = wordPiece.cleanup() ? Decoding::cleanup : text -> text;
            return each((token, index) -> cleanup.apply(wordPiece(token, index, wordPiece.prefix())));
        }
        if (decoder instanceof TokenDecoder.Bpe bpe) {
            return tokens -> bpe(tokens, bpe.suffix());
        }
        TokenDecoder.Metaspace metaspace = (TokenDecoder.Metaspace) decoder;
        return each((token, index) -> metaspace(token, index, metaspace));
    }

    private static Decoding each(BiFunction<String, Integer, String> change) {
        return tokens -> {
            List<String> changed = new ArrayList<>(tokens.size());
            for (String token : tokens) {
                changed.add(change.apply(token, changed.size()));
            }
            return changed;
        };
    }

    private static List<String> byteLevel(List<String> tokens) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        tokens.forEach(token -> bytes.writeBytes(ByteSpelling.bytes(token)));
        return List.of(Utf8.decodeLossy(bytes.toByteArray(), bytes.size()));
    }

    /** Runs of bytes that are no UTF-8 become U+FFFD, one for each byte. */
    private static List<String> byteFallback(List<String> tokens) {
        List<String> texts = new ArrayList<>();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (String token : tokens) {
            int value = fallbackByte(token);
            if (value >= 0) {
                bytes.write(value);
            } else {
                addBytes(bytes, texts);
                texts.add(token);
            }
        }
        addBytes(bytes, texts);
        return texts;
    }

    private static void addBytes(ByteArrayOutputStream bytes, List<String> texts) {
        if (bytes.size() > 0) {
            char[] text = new char[bytes.size()];
            int length = Utf8.decode(bytes.toByteArray(), 0, bytes.size(), text);
            texts.add(length < 0 ? "\uFFFD".repeat(bytes.size()) : new String(text, 0, length));
            bytes.reset();
        }
    }

    /** The byte that a token such as {@code <0xEA>} stands for, or -1. */
    static int fallbackByte(String token) {
        if (token.length() != 6 || !token.startsWith("<0x") || token.charAt(5) != '>') {
            return -1;
        }
        int high = Character.digit(token.charAt(3), 16);
        int low = Character.digit(token.charAt(4), 16);
        return high < 0 || low < 0 ? -1 : high << 4 | low;
    }

    private static String strip(String token, TokenDecoder.Strip strip) {
        int start = 0;
        while (start < strip.start() && start < token.length() && token.charAt(start) == strip.content()) {
            start++;
        }
        int end = token.length();
        while (token.length() - end < strip.stop() && end > start && token.charAt(end - 1) == strip.content()) {
            end--;
        }
        return token.substring(start, end);
    }

    private static String replace(String token, Pattern pattern, String content) {
        char[] characters = token.toCharArray();
        Matcher matches = pattern.matcher(characters, 0, characters.length);
        StringBuilder replaced = new StringBuilder(token.length());
        int from = 0;
        while (matches.find()) {
            replaced.append(token, from, matches.start()).append(content);
            from = matches.end();
        }
        return from == 0 ? token : replaced.append(token, from, token.length()).toString();
    }

    private static String wordPiece(String token, int index, String prefix) {
        if (index == 0) {
            return token;
        }
        return token.startsWith(prefix) ? token.substring(prefix.length()) : " " + token;
    }

    private static String cleanup(String text) {
        return text.replace(" .", ".")
                .replace(" ?", "?")
                .replace(" !", "!")
                .replace(" ,", ",")
                .replace(" ' ", "'")
                .replace(" n't", "n't")
                .replace(" 'm", "'m")
                .replace(" do not", " don't")
                .replace(" 's", "'s")
                .replace(" 've", "'ve")
                .replace(" 're", "'re");
    }

    private static List<String> bpe(List<String> tokens, String suffix) {
        int last = tokens.size() - 1;
        return each((token, index) -> token.replace(suffix, index == last ? "" : " "))
                .apply(tokens);
    }

    private static String metaspace(String token, int index, TokenDecoder.Metaspace metaspace) {
        boolean lost = index == 0 && metaspace.prependScheme() != PrependScheme.NEVER;
        return token.replace(String.valueOf(metaspace.replacement()), lost ? "" : " ");
    }
}

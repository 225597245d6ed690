package io.malmoi.tokenization.definition;

import io.malmoi.tokenization.definition.PreTokenizer.PrependScheme;
import java.util.List;

/** How tokens become text; each kind is the decoder of the same name in {@code tokenizer.json}. */
public sealed interface TokenDecoder {
    /** Tokens are joined with spaces. */
    record Spaces() implements TokenDecoder {}

    /** Tokens spell bytes, see {@link ByteSpelling}. */
    record ByteLevel() implements TokenDecoder {}

    /** Tokens such as {@code <0xEA>} are bytes. */
    record ByteFallback() implements TokenDecoder {}

    /** All tokens become one. */
    record Fuse() implements TokenDecoder {}

    /** At most so many of a character go away at the beginning and the end of every token. */
    record Strip(char content, int start, int stop) implements TokenDecoder {}

    /** Every match in a token becomes this text. */
    record Replace(TextPattern pattern, String content) implements TokenDecoder {}

    /** The replacement becomes a space again, and nothing at the beginning of the text unless it is never prepended. */
    record Metaspace(char replacement, PrependScheme prependScheme) implements TokenDecoder {}

    /** Tokens without the prefix begin a word, before which a space goes. */
    record WordPiece(String prefix, boolean cleanup) implements TokenDecoder {}

    /** Tokens with the suffix end a word, after which a space goes. */
    record Bpe(String suffix) implements TokenDecoder {}

    /** Several, one after another. */
    record Sequence(List<TokenDecoder> decoders) implements TokenDecoder {
        public Sequence {
            decoders = List.copyOf(decoders);
        }
    }
}

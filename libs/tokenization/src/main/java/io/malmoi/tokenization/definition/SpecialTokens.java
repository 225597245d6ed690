package io.malmoi.tokenization.definition;

import java.util.BitSet;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The special tokens of a tokenizer in the order of their ids. */
public final class SpecialTokens {
    /** Lets every special token be found in a text. */
    public static final Predicate<AddedToken> ALL = token -> true;
    /** Lets none be found. */
    public static final Predicate<AddedToken> NONE = token -> false;

    private static final List<String> END_OF_TEXT =
            List.of("<|endoftext|>", "<|end_of_text|>", "</s>", "<eos>", "[EOS]", "<|eos|>", "[|endofturn|]", "[SEP]");
    private static final List<String> BEGINNING_OF_TEXT =
            List.of("<|begin_of_text|>", "<|startoftext|>", "<s>", "<bos>", "[BOS]", "[CLS]");
    private static final List<String> UNKNOWN = List.of("<|unk|>", "<unk>", "[UNK]");
    private static final List<String> PADDING =
            List.of("[PAD]", "<pad>", "<|pad|>", "<|padding|>", "<|finetune_right_pad_id|>");

    private final List<AddedToken> tokens;
    private final BitSet ids = new BitSet();

    public SpecialTokens(List<AddedToken> added) {
        tokens = added.stream()
                .filter(AddedToken::special)
                .sorted(Comparator.comparingInt(AddedToken::id))
                .toList();
        tokens.forEach(token -> ids.set(token.id()));
    }

    /**
     * Lets these be found.
     *
     * @throws IllegalArgumentException if one is no special token
     */
    public Predicate<AddedToken> recognised(Set<String> asked) {
        for (String spelling : asked) {
            if (id(spelling).isEmpty()) {
                throw new IllegalArgumentException("there is no special token \"" + spelling + "\": the tokenizer has "
                        + String.join(" ", spellings()));
            }
        }
        return asked.isEmpty() ? NONE : token -> asked.contains(token.content());
    }

    public List<AddedToken> tokens() {
        return tokens;
    }

    public List<String> spellings() {
        return tokens.stream().map(AddedToken::content).toList();
    }

    public boolean contains(int id) {
        return id >= 0 && ids.get(id);
    }

    public OptionalInt id(String spelling) {
        return tokens.stream()
                .filter(token -> token.content().equals(spelling))
                .mapToInt(AddedToken::id)
                .findFirst();
    }

    /**
     * The token that ends a document: that of a name in use for it, else the first.
     *
     * @throws IllegalStateException if there is no special token
     */
    public int endOfText() {
        if (tokens.isEmpty()) {
            throw new IllegalStateException("the tokenizer has no special token that could end a document");
        }
        return firstOf(END_OF_TEXT).orElse(tokens.get(0).id());
    }

    /** Tokens by the roles that transformers knows: what begins and ends a text, pads, and stands for what is unknown. */
    public Map<String, String> roles() {
        Map<String, String> roles = new LinkedHashMap<>();
        if (!tokens.isEmpty()) {
            String end = spelling(endOfText());
            roles.put(
                    "bos_token",
                    firstOf(BEGINNING_OF_TEXT).stream()
                            .mapToObj(this::spelling)
                            .findFirst()
                            .orElse(end));
            roles.put("eos_token", end);
        }
        firstOf(PADDING).ifPresent(id -> roles.put("pad_token", spelling(id)));
        firstOf(UNKNOWN).ifPresent(id -> roles.put("unk_token", spelling(id)));
        return roles;
    }

    private String spelling(int id) {
        return tokens.stream()
                .filter(token -> token.id() == id)
                .findFirst()
                .orElseThrow()
                .content();
    }

    /** The token to pad with: the one asked for, else the one of a name in use for it. */
    public int padding(Optional<String> asked) {
        OptionalInt id = asked.map(this::id).orElseGet(() -> firstOf(PADDING));
        return id.orElseThrow(() -> new IllegalArgumentException(asked.map(token ->
                                "the padding token \"" + token + "\" is no special token of the tokenizer, which has ")
                        .orElse("the tokenizer has no padding token: name one of its special tokens, ")
                + String.join(" ", spellings())));
    }

    private OptionalInt firstOf(List<String> names) {
        return names.stream()
                .map(this::id)
                .flatMap(id -> id.isPresent() ? Stream.of(id.getAsInt()) : Stream.empty())
                .mapToInt(Integer::intValue)
                .findFirst();
    }
}

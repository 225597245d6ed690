package io.malmoi.tokenization.files;

import io.malmoi.tokenization.Tokenizer;
import io.malmoi.tokenization.json.TokenizerFiles;
import io.malmoi.tokenization.json.TokenizerFormatException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A tokenizer of another project, read from its files, whatever they are: {@code tokenizer.json}, with
 * {@code tokenizer_config.json} and {@code special_tokens_map.json} beside it; GPT-2's {@code vocab.json} and
 * {@code merges.txt}, or {@code encoder.json} and {@code vocab.bpe}; tiktoken's ranks ({@code gpt2.tiktoken},
 * {@code r50k_base.tiktoken}, {@code p50k_base.tiktoken}, {@code cl100k_base.tiktoken}, {@code o200k_base.tiktoken});
 * llama2.c's {@code tokenizer.bin}.
 *
 * @param tokenizer the tokenizer
 * @param files what is to be kept, by name: its {@code tokenizer.json}, as it was given if it was, and what transformers reads
 */
public record TokenizerImport(Tokenizer tokenizer, Map<String, byte[]> files) {
    private static final List<String> KEPT =
            List.of(TokenizerFiles.TOKENIZER, TokenizerFiles.CONFIGURATION, TokenizerFiles.SPECIAL_TOKENS);

    /**
     * Reads a tokenizer from files by their names without folders; files that say nothing of a tokenizer are passed over.
     *
     * @throws TokenizerFormatException if no tokenizer is among them, or it is malformed, with the place
     */
    public static TokenizerImport of(Map<String, byte[]> given) {
        try {
            Tokenizer tokenizer = read(given);
            Map<String, byte[]> files = new LinkedHashMap<>(tokenizer.files(0));
            for (String name : KEPT) {
                if (given.containsKey(name) && given.containsKey(TokenizerFiles.TOKENIZER)) {
                    files.put(name, given.get(name));
                }
            }
            return new TokenizerImport(tokenizer, files);
        } catch (IOException e) {
            throw new TokenizerFormatException(
                    String.join(", ", given.keySet()), "", "cannot be read: " + e.getMessage());
        }
    }

    private static Tokenizer read(Map<String, byte[]> files) throws IOException {
        if (files.containsKey(TokenizerFiles.TOKENIZER)) {
            return Tokenizer.read(new ByteArrayInputStream(files.get(TokenizerFiles.TOKENIZER)));
        }
        if (files.containsKey("vocab.json") && files.containsKey("merges.txt")) {
            return MergesFile.read("vocab.json", "merges.txt", files);
        }
        if (files.containsKey("encoder.json") && files.containsKey("vocab.bpe")) {
            return MergesFile.read("encoder.json", "vocab.bpe", files);
        }
        Optional<String> ranks = ending(files, ".tiktoken");
        if (ranks.isPresent()) {
            return TiktokenFile.read(ranks.get(), files.get(ranks.get()));
        }
        Optional<String> binary = ending(files, ".bin");
        if (binary.isPresent()) {
            return Llama2File.read(binary.get(), files.get(binary.get()));
        }
        throw new TokenizerFormatException(
                files.keySet().stream().sorted().collect(Collectors.joining(", ")),
                "",
                "no tokenizer is known by these files: give tokenizer.json, vocab.json and merges.txt, encoder.json and"
                        + " vocab.bpe, a .tiktoken file, or tokenizer.bin of llama2.c");
    }

    private static Optional<String> ending(Map<String, byte[]> files, String end) {
        return files.keySet().stream()
                .filter(name -> name.endsWith(end))
                .sorted()
                .findFirst();
    }
}

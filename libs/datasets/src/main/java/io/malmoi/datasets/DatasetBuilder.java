package io.malmoi.datasets;

import io.malmoi.datasets.documents.DocumentReader;
import io.malmoi.datasets.report.DatasetStatistics;
import io.malmoi.datasets.report.ReportJson;
import io.malmoi.tokenization.Tokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Makes a dataset of a text: {@code train.bin} and {@code val.bin} (token ids, little-endian, uint16 or uint32, as nanoGPT
 * reads them), {@code meta.json} ({@link DatasetMeta}) and {@code report.json} ({@link io.malmoi.datasets.report.DatasetReport}).
 *
 * <p>The text is read as {@link DocumentReader} says; after each document stands the end-of-text token. Documents are split
 * by a seeded hash of their content, so that equal documents are all for training or all for validation. If the documents
 * are too few or too uneven for that to come near the share asked for (a text of one document), the end of the text is kept
 * for validation, cut off at a line end. Both bins always have tokens.
 *
 * <p>The same text, tokenizer and settings give the same bytes. Encodes on all processors; memory does not grow with the
 * text. Immutable and thread-safe.
 */
public final class DatasetBuilder {
    private final Tokenizer tokenizer;
    private final DatasetMeta.TokenizerFacts facts;
    private final DatasetSettings settings;

    /**
     * A builder.
     *
     * @param tokenizer encodes the text
     * @param tokenizerSha256 SHA-256 of its {@code tokenizer.json}, for {@code meta.json}
     * @param settings how the text becomes documents, and which of them are for validation
     */
    public DatasetBuilder(Tokenizer tokenizer, String tokenizerSha256, DatasetSettings settings) {
        this.tokenizer = tokenizer;
        this.facts = new DatasetMeta.TokenizerFacts(tokenizerSha256, tokenizer.vocabularySize(), tokenizer.endOfText());
        this.settings = settings;
    }

    /**
     * Makes the dataset.
     *
     * @param text a file in UTF-8
     * @param folder where the files go; must be there
     * @param listener is told the bytes of text done in the stages {@code split} and {@code encode}
     * @throws io.malmoi.datasets.text.InvalidTextException if the text is not UTF-8, has a line of more than 16 MiB, or has nothing to read
     * @throws CorpusTooSmallException if the text has only one character, so that nothing is left for validation
     */
    public DatasetMeta build(Path text, Path folder, ProgressListener listener) throws IOException {
        Split split = Split.plan(text, settings, listener);
        var statistics = new DatasetStatistics();
        try (var train = new TokenWriter(folder.resolve(DatasetMeta.TRAIN_FILE), facts);
                var validation = new TokenWriter(folder.resolve(DatasetMeta.VALIDATION_FILE), facts)) {
            encode(text, split, new Bins(train, validation, statistics), listener);
            if (validation.documents() == 0 || train.documents() == 0) {
                throw new CorpusTooSmallException(
                        "the text has one character, but training and validation need one each: use a longer text");
            }
            double loss = UnigramLoss.of(train.frequencies(), validation.frequencies());
            var meta = new DatasetMeta(
                    TokenType.of(facts.vocabularySize()),
                    facts,
                    train.finish(),
                    validation.finish(),
                    settings.validationShare(),
                    settings.seed(),
                    loss);
            meta.write(folder);
            var report = statistics.report(meta, train.frequencies(), tokenizer);
            Files.write(folder.resolve(ReportJson.FILE), ReportJson.write(report));
            return meta;
        }
    }

    private void encode(Path text, Split split, Bins bins, ProgressListener listener) throws IOException {
        try (DocumentReader documents = DocumentReader.open(text, settings.sizes());
                var encoder = new ParallelEncoder(tokenizer, bins)) {
            long read = 0;
            Optional<byte[]> document;
            while ((document = documents.next()).isPresent()) {
                for (Split.Piece piece : split.split(document.get())) {
                    encoder.add(piece);
                }
                if (encoder.written() > read) {
                    read = encoder.written();
                    listener.progress("encode", read);
                }
            }
            encoder.finish();
            listener.progress("encode", documents.bytes());
        }
    }

    /** The two files being written. */
    record Bins(TokenWriter train, TokenWriter validation, DatasetStatistics statistics) {
        void write(Split.Piece piece, int[] tokens) throws IOException {
            (piece.validation() ? validation : train).write(tokens, piece.text().length);
            statistics.add(tokens, piece.validation());
        }
    }
}

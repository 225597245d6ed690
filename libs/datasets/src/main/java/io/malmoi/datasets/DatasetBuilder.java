package io.malmoi.datasets;

import io.malmoi.datasets.documents.DocumentReader;
import io.malmoi.datasets.report.DatasetStatistics;
import io.malmoi.datasets.report.ReportJson;
import io.malmoi.datasets.text.ParallelParcels;
import io.malmoi.tokenization.Tokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;

/**
 * Makes a dataset of a text: for training and for validation ({@link DatasetSide}) a token bin that nanoGPT reads as it is, an
 * index of documents and, where a document says that parts of it are only to be read, a loss mask; {@code meta.json}
 * ({@link DatasetMeta}) and {@code report.json} ({@link io.malmoi.datasets.report.DatasetReport}).
 *
 * <p>The text is read as {@link DocumentReader} says; after each document stands the end-of-text token. Equal documents are all
 * for training or all for validation, and so are, most likely, those that are nearly equal: documents are split by a seeded hash
 * of the first of those that are alike. If the documents are too few or too uneven for that to come near the share asked for (a
 * text of one document), the end of the text is kept for validation, cut off at a line end. Both sides always have tokens.
 *
 * <p>The same text, tokenizer and settings give the same bytes. Works on all processors; memory has four bytes for each document.
 * Immutable and thread-safe.
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
     * @param folder where its files go; must be there, and have nothing named {@code work}
     * @param listener is told the bytes of text done in the stages {@code split} and {@code encode}
     * @throws io.malmoi.datasets.text.InvalidTextException if the text is not UTF-8, has a line of more than 16 MiB, or has nothing to read
     * @throws CorpusTooSmallException if nothing is left for training or for validation, as in a text of one character
     */
    public DatasetMeta build(Path text, Path folder, ProgressListener listener) throws IOException {
        Split split = plan(text, folder, listener);
        var statistics = new DatasetStatistics();
        try (var train = new TokenWriter(DatasetSide.TRAIN, folder, facts);
                var validation = new TokenWriter(DatasetSide.VALIDATION, folder, facts)) {
            encode(text, split, new Bins(train, validation, statistics), listener);
            require(train, "training");
            require(validation, "validation");
            double loss = UnigramLoss.of(train.learnedFrequencies(), validation.learnedFrequencies());
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

    private Split plan(Path text, Path folder, ProgressListener listener) throws IOException {
        Path work = Files.createDirectory(folder.resolve("work"));
        try {
            return Split.plan(text, settings, work, listener);
        } finally {
            Files.delete(work);
        }
    }

    private static void require(TokenWriter side, String name) {
        if (side.learned() == 0) {
            throw new CorpusTooSmallException("nothing of the text is left to learn for " + name
                    + ", but training and validation need a document each, or a character of one: use a longer text");
        }
    }

    private void encode(Path text, Split split, Bins bins, ProgressListener listener) throws IOException {
        try (DocumentReader documents = DocumentReader.open(text, settings.sizes());
                var parcels = new ParallelParcels<Split.Piece, List<Tokens>>(
                        "encode", new Pieces(documents, split)::next, piece -> piece.text().length, this::encode)) {
            for (List<Tokens> parcel = parcels.next(); parcel != null; parcel = parcels.next()) {
                for (Tokens piece : parcel) {
                    bins.write(piece);
                }
                listener.progress("encode", documents.bytes());
            }
        }
    }

    private List<Tokens> encode(List<Split.Piece> pieces) {
        var encoder = new DocumentEncoder(tokenizer);
        return pieces.stream()
                .map(piece -> new Tokens(encoder.encode(piece.text()), piece.validation()))
                .toList();
    }

    private record Tokens(DocumentEncoder.Encoded encoded, boolean validation) {}

    /** The two files being written. */
    private record Bins(TokenWriter train, TokenWriter validation, DatasetStatistics statistics) {
        void write(Tokens piece) throws IOException {
            (piece.validation() ? validation : train).write(piece.encoded());
            statistics.add(piece.encoded().tokens(), piece.validation());
        }
    }

    /** The pieces of documents, one after the other. */
    private static final class Pieces {
        private final DocumentReader documents;
        private final Split split;
        private final Queue<Split.Piece> ready = new ArrayDeque<>();

        Pieces(DocumentReader documents, Split split) {
            this.documents = documents;
            this.split = split;
        }

        Split.Piece next() throws IOException {
            if (ready.isEmpty()) {
                documents.next().ifPresent(document -> ready.addAll(split.split(document)));
            }
            return ready.poll();
        }
    }
}

package io.malmoi.data;

import com.google.rpc.Code;
import io.grpc.Context;
import io.grpc.Status;
import io.malmoi.artifacts.ArtifactExistsException;
import io.malmoi.artifacts.ArtifactStore;
import io.malmoi.artifacts.ArtifactWriter;
import io.malmoi.artifacts.Manifest;
import io.malmoi.artifacts.Provenance;
import io.malmoi.artifacts.StoredFile;
import io.malmoi.datasets.readers.CorpusFormat;
import io.malmoi.datasets.readers.CorpusTextStream;
import io.malmoi.datasets.readers.SourceFile;
import io.malmoi.datasets.report.CorpusReport;
import io.malmoi.datasets.report.MeasuredText;
import io.malmoi.datasets.report.ReportJson;
import io.malmoi.datasets.text.CheckedTextStream;
import io.malmoi.datasets.text.InvalidTextException;
import io.malmoi.datasets.text.Layout;
import io.malmoi.datasets.text.TextFacts;
import io.malmoi.jobs.JobException;
import io.malmoi.jobs.Violation;
import io.malmoi.service.MalmoiConfig;
import io.malmoi.service.ResourceName;
import io.malmoi.service.Resources;
import io.malmoi.service.Violations;
import io.malmoi.v1.Corpus;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The texts in the object store: each an artifact with the file {@value #FILE}, described by a {@link Corpus}. */
@Singleton
final class Corpora {
    /** Name of the file that holds the text. */
    static final String FILE = "corpus.txt";

    private static final Provenance UPLOAD = new Provenance(
            "",
            0,
            Optional.ofNullable(Corpora.class.getPackage().getImplementationVersion())
                    .orElse("development"));

    private final ArtifactStore store;
    private final UnfinishedUploads uploads;
    private final Resources<Corpus> resources;
    private final Path workFolders;

    Corpora(ArtifactStore store, UnfinishedUploads uploads, MalmoiConfig config) {
        this.store = store;
        this.uploads = uploads;
        this.workFolders = config.cacheDirectory().resolve("work");
        this.resources = new Resources<>(store, ResourceName.CORPUS, Corpus.getDefaultInstance());
    }

    /** Get, list and delete. */
    Resources<Corpus> resources() {
        return resources;
    }

    /** Stores an upload under the id that it asks for; the same text again is no error. */
    Corpus create(CorpusUpload upload) throws IOException {
        String id = upload.first().getCorpusId();
        new Violations()
                .name("corpus_id", id.isEmpty() ? "" : ResourceName.CORPUS.of(id), ResourceName.CORPUS)
                .throwIfAny();
        String name = ResourceName.CORPUS.of(id);
        CorpusFormat format = CorpusFormats.read(upload.first().getFormat());
        String finished = upload.first().getUpload();
        try (ArtifactWriter writer = store.create(name, UPLOAD)) {
            Corpus corpus = write(finished.isEmpty() ? upload : files(finished), format, writer);
            Corpus published = publish(corpus, writer, name);
            if (!finished.isEmpty()) {
                uploads.discard(finished);
            }
            return published;
        } catch (InvalidTextException e) {
            throw invalid(e);
        }
    }

    /** Ends with CANCELLED when the call for which they are read does. */
    private SourceFile.Files files(String upload) {
        return uploads.files(upload, offset -> {
            if (Context.current().isCancelled()) {
                throw Status.CANCELLED.withDescription("the caller has gone").asRuntimeException();
            }
        });
    }

    /** The failure of an upload with a fault in its files. */
    static JobException invalid(InvalidTextException fault) {
        return JobException.invalid(List.of(new Violation("content", fault.getMessage())));
    }

    private Corpus publish(Corpus corpus, ArtifactWriter writer, String name) {
        try {
            return resources.of(writer.publish(resources.json(corpus), List.of()));
        } catch (ArtifactExistsException e) {
            return sameText(name, corpus).orElseThrow(() -> exists(name));
        }
    }

    /**
     * Stores files as the text of a corpus, with its report beside it.
     *
     * @throws InvalidTextException if they cannot be read as the format says
     */
    Corpus write(SourceFile.Files source, CorpusFormat format, ArtifactWriter writer) throws IOException {
        try (WorkFolder work = WorkFolder.open(workFolders);
                var files = new CorpusTextStream(source, format, work.path());
                var text = new CheckedTextStream(files);
                var measured = new MeasuredText(text)) {
            StoredFile file = writer.put(FILE, measured);
            writer.put(ReportJson.FILE, Reports.stream(CorpusReport.ofUpload(measured.report(), files.report())));
            return describe(text.facts(), file).toBuilder()
                    .mergeFrom(CorpusFormats.describe(files.report()))
                    .build();
        }
    }

    /** What separates the documents of a stored text. */
    Layout layout(Manifest corpus) throws IOException {
        try (InputStream text = store.open(corpus, FILE)) {
            return Layout.of(text);
        }
    }

    /** What a stored text is, but for its origin. */
    static Corpus describe(TextFacts facts, StoredFile file) {
        return Corpus.newBuilder()
                .setBytes(facts.bytes())
                .setCharacters(facts.characters())
                .setLines(facts.lines())
                .setSha256(file.sha256())
                .build();
    }

    private Optional<Corpus> sameText(String name, Corpus text) {
        Optional<Manifest> there = store.find(name);
        return there.map(resources::of).filter(corpus -> corpus.getSha256().equals(text.getSha256()));
    }

    private static JobException exists(String name) {
        return new JobException(
                Code.ALREADY_EXISTS,
                name + " is there already, with another text: choose another id, or delete " + name + " first");
    }
}

package io.malmoi.data;

import io.malmoi.artifacts.ArtifactStore;
import io.malmoi.artifacts.ArtifactWriter;
import io.malmoi.artifacts.SourceBucket.Source;
import io.malmoi.datasets.readers.SourceFile;
import io.malmoi.datasets.text.InvalidTextException;
import io.malmoi.jobs.JobContext;
import io.malmoi.v1.Corpus;
import io.malmoi.v1.ImportCorpusSpec;
import jakarta.inject.Singleton;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** Makes a corpus of an upload, or of objects, which stream through the readers from one bucket into the other. */
@Singleton
final class CorpusImport {
    private final ArtifactStore store;
    private final Corpora corpora;
    private final Sources sources;
    private final UnfinishedUploads uploads;

    CorpusImport(ArtifactStore store, Corpora corpora, Sources sources, UnfinishedUploads uploads) {
        this.store = store;
        this.corpora = corpora;
        this.sources = sources;
        this.uploads = uploads;
    }

    void run(ImportCorpusSpec spec, JobContext job) throws IOException {
        if (spec.getUpload().isEmpty()) {
            importObjects(spec, job);
        } else {
            importUpload(spec, job);
        }
    }

    private void importUpload(ImportCorpusSpec spec, JobContext job) throws IOException {
        String upload = spec.getUpload();
        var progress = new JobProgress(job, uploads.get(upload).getBytes());
        try {
            write(uploads.files(upload, offset -> progress.report("import", offset)), upload, spec, job);
        } catch (InvalidTextException e) {
            throw Corpora.invalid(e);
        }
        uploads.discard(upload);
    }

    private void importObjects(ImportCorpusSpec spec, JobContext job) throws IOException {
        List<Source> found = sources.list(spec.getPrefix());
        long bytes = found.stream().mapToLong(Source::size).sum();
        try (var objects = new Objects(found, new JobProgress(job, bytes))) {
            write(objects, sources.where(spec.getPrefix()), spec, job);
        }
    }

    private void write(SourceFile.Files files, String origin, ImportCorpusSpec spec, JobContext job)
            throws IOException {
        try (ArtifactWriter writer = store.create(spec.getCorpus(), job.provenance())) {
            Corpus corpus = corpora.write(files, CorpusFormats.read(spec.getFormat()), writer).toBuilder()
                    .setImportedFrom(origin)
                    .build();
            job.checkStillMine();
            writer.publish(corpora.resources().json(corpus), List.of());
        }
    }

    /** Objects opened one after the other. */
    private final class Objects implements SourceFile.Files, Closeable {
        private final Iterator<Source> remaining;
        private final JobProgress progress;
        private InputStream current = InputStream.nullInputStream();
        private long before;

        Objects(List<Source> found, JobProgress progress) {
            this.remaining = found.iterator();
            this.progress = progress;
        }

        @Override
        public Optional<SourceFile> next() throws IOException {
            current.close();
            if (!remaining.hasNext()) {
                return Optional.empty();
            }
            Source source = remaining.next();
            current = new ReportedStream(sources.open(source), "import", progress, before);
            before += source.size();
            return Optional.of(new SourceFile(source.key(), current));
        }

        @Override
        public void close() throws IOException {
            current.close();
        }
    }
}

package io.malmoi.data;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;
import com.google.rpc.Code;
import io.malmoi.artifacts.ArtifactStore;
import io.malmoi.artifacts.Manifest;
import io.malmoi.datasets.report.CorpusReport;
import io.malmoi.datasets.report.DatasetReport;
import io.malmoi.datasets.report.ReportJson;
import io.malmoi.datasets.report.page.CorpusPage;
import io.malmoi.datasets.report.page.DatasetPage;
import io.malmoi.jobs.JobException;
import io.malmoi.service.ResourceName;
import io.malmoi.service.Violations;
import io.malmoi.v1.GetCorpusReportRequest;
import io.malmoi.v1.GetDatasetReportRequest;
import jakarta.inject.Singleton;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The reports beside corpora and datasets: files of JSON with the fields of the messages. */
@Singleton
final class Reports {
    private static final int LARGEST_BYTES = 4 << 20;

    private final ArtifactStore store;

    Reports(ArtifactStore store) {
        this.store = store;
    }

    /** A report to store. */
    static InputStream stream(Record report) {
        return new ByteArrayInputStream(ReportJson.write(report));
    }

    /** INVALID_ARGUMENT: the name is none. NOT_FOUND: there is no such corpus, or no report. */
    io.malmoi.v1.CorpusReport get(GetCorpusReportRequest request) throws IOException {
        Manifest corpus = find(request.getName(), ResourceName.CORPUS);
        byte[] json = read(corpus).orElseThrow(() -> missing(corpus));
        io.malmoi.v1.CorpusReport.Builder report = io.malmoi.v1.CorpusReport.newBuilder();
        merge(corpus, json, report);
        if (request.getHtml()) {
            report.setHtml(CorpusPage.of(corpus.name(), origin(corpus), ReportJson.read(json, CorpusReport.class)));
        }
        return report.build();
    }

    /** INVALID_ARGUMENT: the name is none. NOT_FOUND: there is no such dataset, or no report. */
    io.malmoi.v1.DatasetReport get(GetDatasetReportRequest request) throws IOException {
        Manifest dataset = find(request.getName(), ResourceName.DATASET);
        byte[] json = read(dataset).orElseThrow(() -> missing(dataset));
        io.malmoi.v1.DatasetReport.Builder report = io.malmoi.v1.DatasetReport.newBuilder();
        merge(dataset, json, report);
        if (request.getHtml()) {
            report.setHtml(DatasetPage.of(dataset.name(), origin(dataset), ReportJson.read(json, DatasetReport.class)));
        }
        return report.build();
    }

    /** The report of a corpus, if it has one. */
    Optional<CorpusReport> find(Manifest corpus) throws IOException {
        Optional<byte[]> json = read(corpus);
        return json.isEmpty() ? Optional.empty() : Optional.of(ReportJson.read(json.get(), CorpusReport.class));
    }

    private Manifest find(String name, ResourceName kind) {
        new Violations().name("name", name, kind).throwIfAny();
        return store.get(name);
    }

    private Optional<byte[]> read(Manifest artifact) throws IOException {
        if (artifact.find(ReportJson.FILE).isEmpty()) {
            return Optional.empty();
        }
        try (InputStream report = store.open(artifact, ReportJson.FILE)) {
            byte[] json = report.readNBytes(LARGEST_BYTES + 1);
            if (json.length > LARGEST_BYTES) {
                throw new JobException(
                        Code.DATA_LOSS, "the report of " + artifact.name() + " is larger than any can be");
            }
            return Optional.of(json);
        }
    }

    private static void merge(Manifest artifact, byte[] json, Message.Builder report) {
        try {
            JsonFormat.parser().ignoringUnknownFields().merge(new String(json, StandardCharsets.UTF_8), report);
        } catch (InvalidProtocolBufferException e) {
            throw new JobException(
                    Code.DATA_LOSS, "the report of " + artifact.name() + " is damaged (" + e.getMessage() + ")");
        }
    }

    private static JobException missing(Manifest artifact) {
        return new JobException(
                Code.NOT_FOUND,
                artifact.name() + " has no report, since it was made by an earlier version; make it again to have one");
    }

    private static String origin(Manifest artifact) {
        String sources =
                artifact.sources().isEmpty() ? "Uploaded" : "Made from " + String.join(" and ", artifact.sources());
        return sources + ", " + artifact.createTime() + ".";
    }
}

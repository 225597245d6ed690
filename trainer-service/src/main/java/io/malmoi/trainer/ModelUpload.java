package io.malmoi.trainer;

import io.malmoi.jobs.JobException;
import io.malmoi.jobs.Violation;
import io.malmoi.service.RequestStream;
import io.malmoi.v1.CreateModelRequest;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The files of a model on their way in. For one thread. */
final class ModelUpload {
    private static final Pattern FILE = Pattern.compile(
            "config\\.json|generation_config\\.json|model\\.safetensors\\.index\\.json|[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}\\.(safetensors|bin)");
    private static final int MOST_FILES = 1_000;

    private final RequestStream<CreateModelRequest> messages;
    private CreateModelRequest first;

    ModelUpload(RequestStream<CreateModelRequest> messages) {
        this.messages = messages;
    }

    /** The first message, which says what is to be made; an empty one if there is none. */
    CreateModelRequest first() throws IOException {
        if (first == null) {
            first = messages.next().orElse(CreateModelRequest.getDefaultInstance());
        }
        return first;
    }

    /** Writes all files into a folder, and gives their names. */
    void writeTo(Path folder) throws IOException {
        Optional<CreateModelRequest> message = Optional.of(first());
        OutputStream file = null;
        try {
            for (int files = 0; message.isPresent(); message = messages.next()) {
                if (!message.get().getFile().isEmpty()) {
                    close(file);
                    file = open(folder, message.get().getFile(), files++);
                }
                write(message.get(), file);
            }
        } finally {
            close(file);
        }
    }

    private static void write(CreateModelRequest message, OutputStream file) throws IOException {
        if (file != null) {
            message.getContent().writeTo(file);
        } else if (!message.getContent().isEmpty()) {
            throw invalid("is required before any content: the name of the file that it belongs to");
        }
    }

    private static OutputStream open(Path folder, String name, int files) throws IOException {
        if (!FILE.matcher(name).matches()) {
            throw invalid(
                    "is '" + name.substring(0, Math.min(80, name.length()))
                            + "'; it must be config.json, generation_config.json, model.safetensors.index.json, *.safetensors or *.bin");
        }
        if (files == MOST_FILES || Files.exists(folder.resolve(name))) {
            throw invalid(files == MOST_FILES ? "is one more than " + MOST_FILES : "names " + name + " twice");
        }
        return Files.newOutputStream(folder.resolve(name), StandardOpenOption.CREATE_NEW);
    }

    private static JobException invalid(String why) {
        return JobException.invalid(List.of(new Violation("file", why)));
    }

    private static void close(OutputStream file) throws IOException {
        if (file != null) {
            file.close();
        }
    }
}

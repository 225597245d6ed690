package io.malmoi.artifacts;

import java.util.List;

/**
 * Part of a list of artifacts.
 *
 * @param manifests in the order of names
 * @param nextPageToken gives the next page; empty on the last
 */
public record ArtifactPage(List<Manifest> manifests, String nextPageToken) {}

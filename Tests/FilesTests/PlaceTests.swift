import Files
import Testing

/// F2: a path is made from an argument once, so that what is checked is what is written.
@Suite struct PlaceTests {
  @Test(arguments: [
    ("~", "/home/u"), ("~/x", "/home/u/x"), ("~/", "/home/u/"), ("~user/x", "~user/x"), ("~x", "~x"),
    ("a/~/x", "a/~/x"),
    ("./~/x", "./~/x"), ("", ""), ("/a/b", "/a/b"), ("a b", "a b"), ("%7E/x", "%7E/x"),
  ])
  func onlyALeadingTildeIsTheUsersFolder(argument: String, path: String) {
    #expect(Place(argument: argument, home: "/home/u").path == path)
    // A path is not read a second time.
    #expect(Place(path: argument).path == argument)
  }

  @Test(arguments: [nil, ""] as [String?]) func withoutAUsersFolderATildeIsAName(home: String?) {
    #expect(Place(argument: "~/x", home: home).path == "~/x")
  }

  @Test(arguments: [
    ("a", "", "a"), ("a/b", "a", "b"), ("/a", "/", "a"), ("/a/b", "/a", "b"), ("a/", "", "a"), ("a/b///", "a", "b"),
    ("/", "/", ""), ("./a", ".", "a"), ("a/..", "a", ".."), ("", "", ""), ("~/a", "~", "a"),
  ])
  func parentAndNameArePartsOfThePath(path: String, parent: String, name: String) {
    #expect(Place(path: path).parent == parent)
    #expect(Place(path: path).name == name)
  }

  /// A URL would expand a tilde by itself.
  @Test(arguments: ["~", "~/x", "~user/x", "~root/x", "a/~/x", "/a b/%41", "x"])
  func aURLLeadsToTheSamePlace(path: String) {
    let place = Place(path: path)
    let shown = place.url.relativePath
    #expect(shown == path || shown == "./" + path || shown == path.replacing("./", with: ""))
    #expect(!place.url.path.contains("root/x") || path.contains("root/x"))
    #expect(place.url.path.hasSuffix(path))
  }
}

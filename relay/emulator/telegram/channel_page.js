// Keeps the page of a channel up to date: new posts slide in, edits take their place with a short highlight.
"use strict";

const posts = document.getElementById("posts");
const subtitle = document.getElementById("subtitle");
const down = document.getElementById("down");
const unseen = document.getElementById("unseen");
const live = document.getElementById("live");
const calm = matchMedia("(prefers-reduced-motion: reduce)");
const NEAR = 160; // pixels from the end that still count as reading the newest post
let waiting = 0;

const page = document.scrollingElement;
const atEnd = () => page.scrollHeight - page.scrollTop - innerHeight < NEAR;

function toEnd(smooth) {
  page.scrollTo({ top: page.scrollHeight, behavior: smooth && !calm.matches ? "smooth" : "instant" });
}

// The server escapes every text; the page's policy lets no script run from here.
function element(html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  return template.content.firstElementChild;
}

function mark(post, name) {
  post.classList.add(name);
  post.addEventListener("animationend", () => post.classList.remove(name), { once: true });
}

function append(event) {
  const following = atEnd();
  const post = element(event.html);
  const last = posts.querySelector(".post:last-of-type");
  if (!last || last.dataset.day !== post.dataset.day) posts.append(element(event.day));
  posts.append(post);
  mark(post, "new");
  if (following) {
    toEnd(true);
  } else {
    waiting += 1;
    showDown();
  }
}

function remove(post) {
  const before = post.previousElementSibling;
  const after = post.nextElementSibling;
  post.remove();
  if (before?.classList.contains("day") && (!after || after.classList.contains("day"))) before.remove();
}

function change(event) {
  const old = document.getElementById(event.id);
  if (event.html && old) {
    const following = atEnd();
    const post = element(event.html);
    old.replaceWith(post);
    mark(post, "changed");
    if (following) toEnd(true);
  } else if (event.html) {
    append(event);
  } else if (old) {
    remove(old);
  }
  subtitle.textContent = event.subtitle;
}

function showDown() {
  if (atEnd()) waiting = 0;
  down.hidden = atEnd();
  unseen.textContent = waiting || "";
}

down.addEventListener("click", () => toEnd(true));
addEventListener("scroll", showDown, { passive: true });
addEventListener("resize", showDown, { passive: true });

const events = new EventSource(document.body.dataset.events);
let opened = false;
events.onmessage = (message) => change(JSON.parse(message.data));
events.onopen = () => {
  live.classList.add("on");
  // after a break nobody knows what was missed
  if (opened) location.reload();
  opened = true;
};
events.onerror = () => live.classList.remove("on");

toEnd(false);

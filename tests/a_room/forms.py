"""What is filled in about lost property."""

from django import forms

from onrecord.pages.forms import Form


class Find(Form):
    what = forms.CharField(label="What is it?", max_length=200)
    place = forms.CharField(label="Where was it found?", max_length=200)
